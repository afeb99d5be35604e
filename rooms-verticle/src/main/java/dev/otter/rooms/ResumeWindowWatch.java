package dev.otter.rooms;

import dev.otter.contract.calls.EndCode;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for interrupted participants, and removes those that did not come back in time. Several
 * nodes may wait for one participant; who removes it tells the others. Holds one entry per
 * interrupted participant that this node waits for. Safe for any thread.
 */
final class ResumeWindowWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ResumeWindowWatch.class);

  /** How soon a node that may not decide looks again whether it may. */
  private static final long UNDECIDED_MS = 1_000;

  private final Vertx vertx;
  private final ParticipantResumption resumption;
  private final RoomNews news;
  private final Duration window;
  private final ServingGate gate;
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

  ResumeWindowWatch(
      Vertx vertx,
      ParticipantResumption resumption,
      RoomNews news,
      Duration window,
      ServingGate gate) {
    this.vertx = vertx;
    this.resumption = resumption;
    this.news = news;
    this.window = window;
    this.gate = gate;
  }

  /** One interruption of one participant. */
  private record Watched(RoomId roomId, ConnectionId connectionId, long life) {}

  /** Waits for all of a room who are interrupted; who is waited for already is not twice. */
  void watch(Room room) {
    room.participants().stream()
        .filter(each -> !each.live())
        .forEach(each -> watch(room.roomId(), each));
  }

  private void watch(RoomId roomId, Participant interrupted) {
    Watched one = new Watched(roomId, interrupted.connectionId(), interrupted.life());
    if (watched.add(one)) {
      vertx.setTimer(Math.max(1, window.toMillis()), timer -> expire(one));
    }
  }

  /**
   * A node that is cut off must not: the participant may have come back on the other side. It waits
   * until it knows again what is true.
   */
  private Future<Void> expire(Watched one) {
    if (!gate.decides()) {
      vertx.setTimer(UNDECIDED_MS, timer -> expire(one));
      return Future.succeededFuture();
    }
    watched.remove(one);
    return resumption
        .expire(one.roomId(), one.connectionId(), one.life())
        .onSuccess(
            left ->
                left.ifPresent(
                    room -> {
                      LOG.info(
                          "did not come back roomId={} connectionId={}",
                          one.roomId(),
                          one.connectionId());
                      news.left(room, one.connectionId(), EndCode.NOT_BACK);
                    }))
        .onFailure(
            failure ->
                LOG.error(
                    "could not remove roomId={} connectionId={}",
                    one.roomId(),
                    one.connectionId(),
                    failure))
        .mapEmpty();
  }
}
