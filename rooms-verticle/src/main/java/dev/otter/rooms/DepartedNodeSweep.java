package dev.otter.rooms;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.ParticipantLeft;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of a node that left the cluster out of their rooms and tells the others.
 * Every node that is still there does it; who took a connection out tells, so each is told once.
 */
final class DepartedNodeSweep {

  private static final Logger LOG = LoggerFactory.getLogger(DepartedNodeSweep.class);

  private final RoomMap rooms;
  private final RoomRegistry registry;
  private final EventBus bus;

  DepartedNodeSweep(RoomMap rooms, RoomRegistry registry, EventBus bus) {
    this.rooms = rooms;
    this.registry = registry;
    this.bus = bus;
  }

  Future<Void> sweep(NodeTag gone) {
    return rooms
        .all()
        .compose(
            all ->
                Future.join(
                    all.stream()
                        .flatMap(
                            room -> connectionsOf(gone, room).stream().map(id -> leave(room, id)))
                        .toList()))
        .<Void>mapEmpty()
        .onFailure(
            failure -> LOG.error("the sweep of a departed node failed node={}", gone, failure));
  }

  private Future<Void> leave(Room room, ConnectionId connectionId) {
    return registry
        .remove(room.roomId(), connectionId)
        .onSuccess(
            left ->
                left.stream()
                    .flatMap(without -> without.participants().stream())
                    .forEach(
                        other ->
                            bus.send(
                                BusAddress.SIGNALING_NODE.at(other.node()),
                                new ParticipantLeft(other, room.roomId(), connectionId))))
        .mapEmpty();
  }

  private static List<ConnectionId> connectionsOf(NodeTag node, Room room) {
    return room.participants().stream().filter(each -> each.node().equals(node)).toList();
  }
}
