package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.cluster.ServingGate;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with sessions of nodes that are dead. The session is opened at a relay at once, and then
 * the store is asked whose it is: who has no relay does not keep it from who has, and nothing waits
 * for a question that is work when the store has just lost a node. Where two nodes take one over
 * for a moment, each datagram goes its way once nevertheless, and requests are answered only by the
 * one that the store names. Used on the event loop.
 */
final class TakeOvers implements SharedSessions.Heirs {

  static final Logger LOG = LoggerFactory.getLogger(TakeOvers.class);
  private static final long AGAIN_MS = 50;

  private final GatewayParts parts;
  private final ClientProof proof;
  private final UdpSocket front;
  private final ServingGate gate;
  private final Logger log;

  /**
   * Takes over with what the gateway has.
   *
   * @param gate lets this node decide, or does not for now
   * @param log who is told of it
   */
  TakeOvers(GatewayParts parts, ClientProof proof, UdpSocket front, ServingGate gate, Logger log) {
    this.parts = parts;
    this.proof = proof;
    this.front = front;
    this.gate = gate;
    this.log = log;
  }

  @Override
  public void inherit(OtherSession session, Runnable first) {
    SessionRecord record = session.record().takenBy(parts.shared().self());
    Optional<Identity> identity = proof.again(record.username(), record.keyMark());
    if (session.isOver() || session.port() == null || identity.isEmpty()) {
      parts.counts().drop(DropReason.NO_SESSION);
      first.run();
      return;
    }
    long begun = parts.now();
    GatewaySession heir =
        new GatewaySession(parts, front, session.client(), identity.get(), record);
    parts.wayOut().inherit(session.heard(), heir.traffic());
    parts.shared().inherited(session, heir);
    parts.table().add(heir);
    heir.goOn(session.port())
        .onSuccess(
            done -> {
              long now = parts.now();
              parts.counts().tookOver(now - begun);
              decide(heir, session, WireJson.write(record), now);
            });
    first.run();
    log.info("took a relayed session over from another node={}", session.record().owner());
  }

  private void decide(GatewaySession heir, OtherSession former, String record, long begun) {
    if (heir.isClosed()) {
      return;
    }
    if (!gate.decides()) {
      again(heir, former, record, begun, "this node is cut off");
      return;
    }
    parts
        .shared()
        .store()
        .replace(former.client(), former.text(), record)
        .compose(mine -> mine ? Future.succeededFuture(true) : isThere(former.client(), record))
        .onSuccess(
            mine -> {
              if (mine) {
                heir.decided(record);
              } else {
                // Which lets go of it, and tells that node whom this one heard.
                parts.shared().find(former.client()).onComplete(found -> heir.leave());
              }
            })
        .onFailure(failure -> again(heir, former, record, begun, failure.toString()));
  }

  /** A write that was not answered in time may have been done. */
  private Future<Boolean> isThere(InetSocketAddress client, String record) {
    return parts
        .shared()
        .store()
        .session(client)
        .map(there -> there.filter(record::equals).isPresent());
  }

  private void again(
      GatewaySession heir, OtherSession former, String record, long begun, String why) {
    if (parts.now() - begun > parts.limits().waitForRelay().toNanos()) {
      log.warn("a relayed session is not taken over because={}", why);
      heir.leave();
      return;
    }
    parts.sockets().later(AGAIN_MS, () -> decide(heir, former, record, begun));
  }
}
