package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the clients of a node that stops, or is emptied, to the others, as {@link DrainPlan} says:
 * each is asked to go when its slot begins, and closed when the slot is over and it is still there.
 * Used once.
 */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final long TICK_MS = 20;
  private static final long END_TIMEOUT_MS = 5_000;

  private final Vertx vertx;
  private final SignalingNode node;
  private final Duration most;
  private final List<RoomConnection> clients;
  private final DrainPlan plan;
  private final Promise<Void> slotsOver = Promise.promise();
  private long startMs;
  private int sentAway;
  private int closed;
  private volatile boolean givenUp;

  Drain(Vertx vertx, SignalingNode node, Duration most) {
    this.vertx = vertx;
    this.node = node;
    this.most = most;
    this.clients = List.copyOf(node.connections().all());
    this.plan = DrainPlan.of(clients.size(), most);
  }

  /**
   * Begins; completes when all are gone and their rooms know, or fails when that takes too long.
   */
  Future<Void> run() {
    LOG.info("draining clients={} withinMs={}", clients.size(), plan.spreadMs() + plan.withinMs());
    node.beginDraining();
    startMs = node.monotonicMs();
    if (most.isZero()) {
      slotsOver.complete();
    } else {
      tick();
    }
    return slotsOver.future().compose(over -> closeTheRest());
  }

  /** Leaves those who are there where they are. Any thread. */
  void giveUp() {
    givenUp = true;
  }

  private void tick() {
    if (givenUp) {
      slotsOver.complete();
      return;
    }
    long elapsedMs = node.monotonicMs() - startMs;
    for (int until = plan.begun(elapsedMs); sentAway < until; sentAway++) {
      clients.get(sentAway).sendAway(plan.withinMs());
    }
    for (int until = plan.over(elapsedMs); closed < until; closed++) {
      clients.get(closed).close(ErrorCode.NOT_READY, SignalingNode.STOPPING);
    }
    if (closed == clients.size() || node.connections().all().isEmpty()) {
      slotsOver.complete();
    } else {
      vertx.setTimer(TICK_MS, again -> tick());
    }
  }

  /** All there are, also those that came in at the last moment. */
  private Future<Void> closeTheRest() {
    if (givenUp) {
      return Future.succeededFuture();
    }
    node.connections()
        .all()
        .forEach(each -> each.close(ErrorCode.NOT_READY, SignalingNode.STOPPING));
    return Future.join(clients.stream().map(RoomConnection::ended).toList())
        .<Void>mapEmpty()
        .timeout(END_TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
