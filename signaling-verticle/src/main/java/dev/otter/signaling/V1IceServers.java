package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.IceServerList;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

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

  private static final long NEVER = Long.MAX_VALUE;

  private final SignalingNode node;
  private final Context context;
  private final AskIceServers question;
  private final BiConsumer<IceServerList, Boolean> teller;
  private volatile long dueMs = NEVER;
  private long retryMs = FIRST_RETRY_MS;
  private String relayId;

  /** Whether the next servers are to be told with a restart: the relay of the last ones is gone. */
  private boolean restart;

  private boolean over;

  /**
   * Makes it; asks nobody yet.
   *
   * @param teller tells the client of servers, and whether to restart ICE
   */
  V1IceServers(
      SignalingNode node,
      Context context,
      RoomClaims claims,
      BiConsumer<IceServerList, Boolean> teller) {
    this.node = node;
    this.context = context;
    this.question = new AskIceServers(claims.roomId(), claims.subject());
    this.teller = teller;
  }

  /**
   * Asks for the servers of the first word to the client.
   *
   * @return completes within a bound, and never fails: with none, where nobody answers by then; the
   *     answer is told as soon as it comes
   */
  Future<IceServerList> first() {
    Promise<IceServerList> first = Promise.promise();
    long timer =
        context.owner().setTimer(FIRST_WITHIN_MS, late -> first.tryComplete(IceServerList.NONE));
    node.iceServers()
        .ask(question)
        .onComplete(
            answer -> {
              context.owner().cancelTimer(timer);
              IceServerList list = answer.otherwise(IceServerList.NONE).result();
              note(list);
              if (!first.tryComplete(list)) {
                tell(list);
              }
            });
    return first.future();
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

  /** The relay of a room is gone; of several who say so, the first one counts. */
  void onRelayGone(String gone, boolean mustRestart) {
    if (!over && gone.equals(relayId)) {
      relayId = null;
      restart |= mustRestart;
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
        .ask(question)
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
      boolean now = restart;
      restart = false;
      teller.accept(list, now);
    }
  }

  private void note(IceServerList list) {
    if (over) {
      return;
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
}
