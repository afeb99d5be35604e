package dev.otter.rooms;

import dev.otter.contract.calls.EndCode;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the participants of a node that left the cluster: who can resume is interrupted, who
 * cannot is taken out. Every node that is still there does it; who made a change tells the others
 * of the room, so each is told once. And every node then waits for all who are interrupted, as the
 * departed one may have been the one that did.
 */
final class DepartedNodeSweep {

  private static final Logger LOG = LoggerFactory.getLogger(DepartedNodeSweep.class);

  private final RoomMap rooms;
  private final RoomRegistry registry;
  private final ParticipantResumption resumption;
  private final ResumeWindowWatch watch;
  private final RoomNews news;

  DepartedNodeSweep(
      RoomMap rooms,
      RoomRegistry registry,
      ParticipantResumption resumption,
      ResumeWindowWatch watch,
      RoomNews news) {
    this.rooms = rooms;
    this.registry = registry;
    this.resumption = resumption;
    this.watch = watch;
    this.news = news;
  }

  Future<Void> sweep(NodeTag gone) {
    return rooms
        .all()
        .compose(
            all -> {
              all.forEach(watch::watch);
              return Future.join(all.stream().flatMap(room -> sweep(gone, room)).toList());
            })
        .<Void>mapEmpty()
        .onFailure(
            failure -> LOG.error("the sweep of a departed node failed node={}", gone, failure));
  }

  private Stream<Future<Void>> sweep(NodeTag gone, Room room) {
    return room.participants().stream()
        .filter(each -> each.live() && each.node().equals(gone))
        .map(each -> each.resumable() ? interrupt(room, each) : remove(room, each));
  }

  private Future<Void> interrupt(Room room, Participant lost) {
    return resumption
        .interrupt(InterruptParticipant.of(room.roomId(), lost))
        .onSuccess(
            interrupted -> {
              watch.watch(interrupted.room());
              if (interrupted.changed()) {
                news.interrupted(interrupted.room(), lost);
              }
            })
        .mapEmpty();
  }

  private Future<Void> remove(Room room, Participant lost) {
    return registry
        .remove(new LeaveRoom(room.roomId(), lost.connectionId(), lost.life()))
        .onSuccess(
            left ->
                left.ifPresent(
                    without -> news.left(without, lost.connectionId(), EndCode.NODE_GONE)))
        .mapEmpty();
  }
}
