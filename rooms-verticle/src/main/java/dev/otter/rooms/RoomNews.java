package dev.otter.rooms;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.CallNews;
import dev.otter.contract.calls.EndCode;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.turn.EndRelaying;
import io.vertx.core.eventbus.EventBus;
import java.util.stream.Stream;

/**
 * Tells the participants of a room, and this node's recorder of calls, what the rooms verticle
 * itself found out. Who has no socket is not told: it gets the whole room when it comes back.
 * Nobody answers. Safe for any thread.
 */
final class RoomNews {

  private final EventBus bus;
  private final CallNews calls;

  RoomNews(EventBus bus) {
    this.bus = bus;
    this.calls = new CallNews(bus);
  }

  /** A room was made. */
  void created(Room made) {
    calls.tell(made.roomId(), CallEventType.ROOM_CREATED);
  }

  /** Tells all who are in that {@code gone} no longer is; {@code why} is an {@link EndCode}. */
  void left(Room room, ConnectionId gone, String why) {
    calls.tell(room.roomId(), CallEventType.LEFT, gone, why);
    tellLeft(room, gone);
  }

  private void tellLeft(Room room, ConnectionId gone) {
    present(room, gone)
        .forEach(
            other ->
                bus.send(
                    BusAddress.SIGNALING_NODE.at(other.node()),
                    new ParticipantLeft(other.connectionId(), room.roomId(), gone)));
  }

  /** Tells all who are in that {@code gone} no longer is, and its node, which closes its socket. */
  void putOut(Room room, Participant gone, ErrorCode code, String reason) {
    tellLeft(room, gone.connectionId());
    // Who has a socket: its node tells, when it is closed.
    if (!gone.live()) {
      calls.tell(room.roomId(), CallEventType.LEFT, gone.connectionId(), code.code());
    }
    bus.send(
        BusAddress.SIGNALING_NODE.at(gone.node()),
        ConnectionDismissed.of(room.roomId(), gone, code, reason));
    // One that is replaced by itself goes on relaying, from its other device.
    if (code == ErrorCode.PUT_OUT) {
      boolean shared =
          room.participants().stream().anyMatch(each -> each.subject().equals(gone.subject()));
      endRelaying(new EndRelaying(room.roomId(), gone.subject(), shared));
    }
  }

  /**
   * Tells the nodes of all who were in that their room has ended; they close the sockets, and
   * relays let go.
   */
  void ended(Room before) {
    calls.tell(before.roomId(), CallEventType.ROOM_ENDED);
    before
        .participants()
        .forEach(
            each ->
                bus.send(
                    BusAddress.SIGNALING_NODE.at(each.node()),
                    ConnectionDismissed.of(
                        before.roomId(), each, ErrorCode.ROOM_CLOSED, RoomRevival.HAS_ENDED)));
    before.participants().stream()
        .map(Participant::subject)
        .distinct()
        .forEach(subject -> endRelaying(new EndRelaying(before.roomId(), subject, false)));
  }

  private void endRelaying(EndRelaying news) {
    bus.publish(BusAddress.END_RELAYING.address(), news);
  }

  /** Tells all others that the socket of {@code away} broke, as its node has left the cluster. */
  void interrupted(Room room, Participant away) {
    calls.tell(room.roomId(), CallEventType.INTERRUPTED, away.connectionId(), EndCode.NODE_GONE);
    present(room, away.connectionId())
        .forEach(
            other ->
                bus.send(
                    BusAddress.SIGNALING_NODE.at(other.node()),
                    new ParticipantInterrupted(
                        other.connectionId(), room.roomId(), away.connectionId(), away.node())));
  }

  private static Stream<Participant> present(Room room, ConnectionId without) {
    return room.others(without).stream().filter(Participant::live);
  }
}
