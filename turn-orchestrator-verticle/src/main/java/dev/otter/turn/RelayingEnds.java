package dev.otter.turn;

import dev.otter.contract.turn.EndRelaying;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.turn.gateway.TurnGateway;
import java.util.function.Consumer;

/**
 * Ends what somebody relays who was put out, on the relays of this node. Used on the orchestrator's
 * context.
 */
final class RelayingEnds {

  private final RelayDuty duty;
  private final Consumer<IceServersChanged> teller;

  /**
   * Makes it.
   *
   * @param duty what this node launches
   * @param teller tells a room that it needs other ICE servers
   */
  RelayingEnds(RelayDuty duty, Consumer<IceServersChanged> teller) {
    this.duty = duty;
    this.teller = teller;
  }

  /**
   * Who was put out relays no more, for as long as a credential of theirs is good. Where others are
   * in with the same link, relays cannot tell them apart: all of them begin anew.
   */
  void end(EndRelaying news) {
    String participant = TurnCredentials.participant(news.subject());
    if (duty.gateway().isPresent()) {
      endAtGateway(news, participant, duty.gateway().get());
      return;
    }
    duty.launching()
        .map(RelayLaunching::sessions)
        .ifPresent(
            sessions -> {
              if (news.shared()) {
                sessions
                    .end(participant)
                    .onSuccess(
                        relays ->
                            relays.forEach(
                                id ->
                                    teller.accept(
                                        new IceServersChanged(news.roomId(), id.value(), true))));
              } else {
                sessions.ban(participant);
              }
            });
  }

  /** Relays know of sessions what the gateway tells them: it gives them back. */
  private void endAtGateway(EndRelaying news, String participant, TurnGateway gateway) {
    if (!news.shared()) {
      gateway.ban(participant);
      return;
    }
    gateway
        .end(participant)
        .onSuccess(
            ended -> {
              if (ended) {
                teller.accept(new IceServersChanged(news.roomId(), null, true));
              }
            });
  }
}
