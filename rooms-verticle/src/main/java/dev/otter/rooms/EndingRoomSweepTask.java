package dev.otter.rooms;

import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the rooms whose time is over: those that were empty for too long, and those that are too
 * old. One node of the cluster does it each time. Runs on the rooms verticle's context.
 */
final class EndingRoomSweepTask {

  /** How often it runs, and so how late a room may end. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(EndingRoomSweepTask.class);

  private final RoomDeadlines deadlines;
  private final RoomEnding ending;
  private final SweepLease lease;
  private final ServingGate gate;

  EndingRoomSweepTask(
      RoomDeadlines deadlines, RoomEnding ending, SweepLease lease, ServingGate gate) {
    this.deadlines = deadlines;
    this.ending = ending;
    this.lease = lease;
    this.gate = gate;
  }

  Future<Void> run() {
    return (gate.decides() ? lease.take("ending-rooms", PERIOD) : Future.succeededFuture(false))
        .compose(mine -> mine ? sweep() : Future.succeededFuture())
        .onFailure(failure -> LOG.error("the sweep of ending rooms failed", failure));
  }

  /** Ends what is to end now. */
  Future<Void> sweep() {
    return deadlines
        .all()
        .compose(ids -> Future.join(ids.stream().map(this::look).toList()))
        .mapEmpty();
  }

  private Future<?> look(RoomId roomId) {
    return ending
        .endIfOver(roomId)
        .compose(
            room ->
                room.closed() || !room.terms().ends()
                    ? deadlines.forget(roomId)
                    : Future.succeededFuture())
        .recover(
            failure ->
                RoomUpdates.isNotFound(failure)
                    ? deadlines.forget(roomId)
                    : Future.failedFuture(failure));
  }
}
