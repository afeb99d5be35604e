package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the map of rooms with the connections that this node really holds, after a time in which
 * the map may have lost changes. Whom this node holds and the map does not is announced; whom the
 * map says this node holds and who is not here, twice in a row, is interrupted or taken out. Runs
 * on the signaling verticle's context, when the cluster has changed.
 */
final class PlaceReview {

  private static final Logger LOG = LoggerFactory.getLogger(PlaceReview.class);

  /** How many announcements are under way at once. */
  private static final int BATCH = 100;

  private final SignalingNode node;
  private final RoomMap rooms;

  /** Not here the last time. A client that is just coming in is in the map before it is here. */
  private Set<Ghost> suspects = Set.of();

  PlaceReview(SignalingNode node, RoomMap rooms) {
    this.node = node;
    this.rooms = rooms;
  }

  /** One life of a participant that has no connection. */
  private record Ghost(RoomId roomId, ConnectionId connectionId, long life, boolean resumable) {

    static Ghost of(RoomId roomId, Participant participant) {
      return new Ghost(
          roomId, participant.connectionId(), participant.life(), participant.resumable());
    }
  }

  /** Compares once; completes when all differences were told to the rooms. */
  Future<Void> run() {
    if (!node.gate().decides()) {
      return Future.succeededFuture();
    }
    return rooms
        .all()
        .compose(all -> removeGhosts(all).compose(done -> announceMissing(all)))
        .onFailure(failure -> LOG.error("the review of places failed", failure));
  }

  private Future<Void> removeGhosts(List<Room> all) {
    Set<Ghost> now = new HashSet<>();
    for (Room room : all) {
      room.participants().stream()
          .filter(each -> each.live() && each.node().equals(node.tag()))
          .filter(each -> node.connections().find(each.connectionId()).isEmpty())
          .forEach(each -> now.add(Ghost.of(room.roomId(), each)));
    }
    List<Future<Void>> removed = now.stream().filter(suspects::contains).map(this::remove).toList();
    suspects = now;
    return Future.join(removed).transform(done -> Future.succeededFuture());
  }

  private Future<Void> remove(Ghost ghost) {
    RoomId roomId = ghost.roomId();
    ConnectionId id = ghost.connectionId();
    LOG.info("not here, giving up its place roomId={} connectionId={}", roomId, id);
    if (!ghost.resumable()) {
      return node.rooms()
          .leave(new LeaveRoom(roomId, id, ghost.life()))
          .compose(
              room ->
                  node.router()
                      .tellOthers(room, id, other -> new ParticipantLeft(other, roomId, id)));
    }
    return node.rooms()
        .interrupt(new InterruptParticipant(roomId, id, ghost.life(), null))
        .compose(
            interrupted ->
                interrupted.changed()
                    ? node.router()
                        .tellOthers(
                            interrupted.room(),
                            id,
                            other -> new ParticipantInterrupted(other, roomId, id, node.tag()))
                    : Future.succeededFuture());
  }

  private Future<Void> announceMissing(List<Room> all) {
    Map<RoomId, Room> byId = new HashMap<>();
    all.forEach(room -> byId.put(room.roomId(), room));
    List<RoomConnection> missing = new ArrayList<>();
    for (RoomConnection connection : node.connections().all()) {
      connection
          .place()
          .filter(place -> !known(byId.get(connection.roomId()), place))
          .ifPresent(place -> missing.add(connection));
    }
    return announce(missing);
  }

  private static boolean known(Room room, Participant place) {
    return room != null
        && !room.closed()
        && room.participant(place.connectionId())
            .filter(there -> there.live() && there.node().equals(place.node()))
            .filter(there -> there.life() == place.life())
            .isPresent();
  }

  private Future<Void> announce(List<RoomConnection> missing) {
    if (missing.isEmpty()) {
      return Future.succeededFuture();
    }
    int end = Math.min(BATCH, missing.size());
    return Future.join(missing.subList(0, end).stream().map(this::announce).toList())
        .transform(done -> announce(missing.subList(end, missing.size())));
  }

  private Future<?> announce(RoomConnection connection) {
    RoomId roomId = connection.roomId();
    return connection
        .place()
        .map(
            place ->
                node.rooms()
                    .announce(new AnnounceParticipant(roomId, place, connection.claims().seed())))
        .orElseGet(() -> Future.failedFuture("it has ended meanwhile"))
        .onSuccess(room -> tell(room, connection.id()))
        .onFailure(failure -> onRefused(connection, failure));
  }

  private void tell(Room room, ConnectionId id) {
    LOG.info("announced roomId={} connectionId={}", room.roomId(), id);
    node.router()
        .tellOthers(
            room, id, other -> new ParticipantResumed(other, room.roomId(), id, node.tag()));
  }

  /** Where another socket has the place, or nobody may, the connection ends with that code. */
  private static void onRefused(RoomConnection connection, Throwable failure) {
    LOG.info("not announced connectionId={} because={}", connection.id(), failure.getMessage());
    if (failure instanceof RefusedException refused
        && (refused.code() == ErrorCode.ROOM_CLOSED
            || refused.code() == ErrorCode.PUT_OUT
            || refused.code() == ErrorCode.ROOM_FULL
            || refused.code() == ErrorCode.RESUMED_ELSEWHERE)) {
      connection.close(refused.code(), refused.getMessage());
    }
  }
}
