package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.IceServersCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.room.Room;
import dev.otter.contract.trace.Span;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.IceServerList;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The ICE servers of one client: asked for when it comes in, again at about half of their life, and
 * at once when their relay is gone. Belongs to the connection and its context, except {@link
 * #isDue}, which any thread may ask.
 */
final class V1IceServers {

  /** So long the first word to a client waits for the servers at most. */
  static final long FIRST_WITHIN_MS = 500;

  /** When it asks again after no answer, or an empty one; doubled each time. */
  private static final long FIRST_RETRY_MS = 1_000;

  /** By then all of a room have the servers of another relay, where theirs is being drained. */
  private static final long MOVE_AFTER_MS = 1_000;

  /** And then one moves after the other. */
  private static final long MOVE_EACH_MS = 2_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final SignalingNode node;
  private final Context context;
  private final AskIceServers question;
  private final Supplier<ConnectionId> me;
  private final Supplier<OptionalInt> turn;
  private final BiConsumer<IceServerList, Boolean> teller;

  /** When the client came, for the trace. */
  private final long began;

  private volatile long dueMs = NEVER;
  private long retryMs = FIRST_RETRY_MS;
  private String relayId;

  /** What the client was given last. */
  private String given;

  private Move move = Move.NONE;
  private boolean over;

  /** What the next servers are to be told with. */
  private enum Move {
    NONE,
    /** The relay of the last ones is being drained. */
    IN_TURN,
    /** It is dead. */
    AT_ONCE
  }

  /**
   * Makes it; asks nobody yet.
   *
   * @param me the client's id; asked when it has one
   * @param turn how many of the room move before this one; empty where it need not move
   * @param teller tells the client of servers, and whether to restart ICE
   */
  V1IceServers(
      SignalingNode node,
      Context context,
      RoomClaims claims,
      Supplier<ConnectionId> me,
      Supplier<OptionalInt> turn,
      BiConsumer<IceServerList, Boolean> teller) {
    this.node = node;
    this.context = context;
    this.question = new AskIceServers(claims.roomId(), claims.subject());
    this.me = me;
    this.turn = turn;
    this.teller = teller;
    this.began = node.tracing().now();
  }

  /**
   * Asks for the servers of the first word to the client.
   *
   * @param room that the client comes into
   * @return completes within a bound, and never fails: with none, where nobody answers by then; the
   *     answer is told as soon as it comes
   */
  Future<IceServerList> first(Room room) {
    Span span = node.joining(room, began);
    Promise<IceServerList> first = Promise.promise();
    long timer =
        context.owner().setTimer(FIRST_WITHIN_MS, late -> first.tryComplete(IceServerList.NONE));
    node.iceServers()
        .ask(question, span.place())
        .onComplete(
            answer -> {
              context.owner().cancelTimer(timer);
              IceServerList list = answer.otherwise(IceServerList.NONE).result();
              note(list);
              if (!first.tryComplete(list)) {
                tell(list);
              }
            });
    return first.future().onComplete(told -> span.end());
  }

  /** Whether it is time to ask again. */
  boolean isDue() {
    return node.monotonicMs() >= dueMs;
  }

  /** Asks again, if it is time. */
  void freshen() {
    if (isDue()) {
      ask();
    }
  }

  /**
   * The relay of a room is gone or going; of several who say so, the first one counts.
   *
   * @param dead whether it serves no more; else it is being drained
   */
  void onRelayGone(String gone, boolean dead) {
    if (!over && Objects.equals(gone, relayId)) {
      relayId = null;
      news(dead ? CallEventType.RELAY_DEAD : CallEventType.RELAY_DRAINING, null);
      move = dead || move == Move.AT_ONCE ? Move.AT_ONCE : Move.IN_TURN;
      ask();
    }
  }

  /** The connection has ended: nothing is asked or told any more. */
  void end() {
    over = true;
    dueMs = NEVER;
  }

  private void ask() {
    dueMs = NEVER;
    node.iceServers()
        .ask(question, null)
        .onComplete(
            answer -> {
              IceServerList list = answer.otherwise(IceServerList.NONE).result();
              note(list);
              tell(list);
            });
  }

  /**
   * An empty list is not told: old servers may still do, and a restart without any helps nobody.
   */
  private void tell(IceServerList list) {
    if (!over && !list.servers().isEmpty()) {
      final Move now = move;
      move = Move.NONE;
      teller.accept(list, now == Move.AT_ONCE);
      if (now == Move.AT_ONCE) {
        news(CallEventType.RESTART_TOLD, null);
      }
      if (now == Move.IN_TURN) {
        moveInTurn(list);
      }
    }
  }

  /** The old relay still serves: nothing is lost by waiting. */
  private void moveInTurn(IceServerList list) {
    moveAfterMs(turn.get())
        .ifPresent(
            delayMs ->
                context
                    .owner()
                    .setTimer(
                        delayMs,
                        timer -> {
                          if (!over && Objects.equals(list.relayId(), relayId)) {
                            teller.accept(list, true);
                            news(CallEventType.RESTART_TOLD, null);
                          }
                        }));
  }

  /** When one moves whose turn that is, after all have been told of the new servers. */
  static OptionalLong moveAfterMs(OptionalInt turn) {
    return turn.isPresent()
        ? OptionalLong.of(MOVE_AFTER_MS + turn.getAsInt() * MOVE_EACH_MS)
        : OptionalLong.empty();
  }

  private void note(IceServerList list) {
    if (over) {
      return;
    }
    String code = code(list);
    if (!code.equals(given)) {
      given = code;
      news(CallEventType.ICE_SERVERS, code);
    }
    long halfLifeMs = list.ttlSeconds() * 500;
    if (list.servers().isEmpty()) {
      dueMs = node.monotonicMs() + Math.min(retryMs, halfLifeMs);
      retryMs = Math.min(retryMs * 2, halfLifeMs);
    } else {
      relayId = list.relayId();
      retryMs = FIRST_RETRY_MS;
      // Those who came together do not ask together.
      long jitterMs = ThreadLocalRandom.current().nextLong(halfLifeMs / 5 + 1);
      dueMs = node.monotonicMs() + halfLifeMs - jitterMs;
    }
  }

  private static String code(IceServerList list) {
    if (list.servers().isEmpty()) {
      return IceServersCode.NONE;
    }
    boolean relays =
        list.servers().stream()
            .flatMap(server -> server.urls().stream())
            .anyMatch(url -> url.startsWith("turn"));
    return relays ? IceServersCode.RELAYS : IceServersCode.STUN_ONLY;
  }

  private void news(CallEventType type, String code) {
    node.calls().tell(question.roomId(), type, me.get(), code);
  }
}
