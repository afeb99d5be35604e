package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.signaling.NodeMessage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection without a socket that notes what happens to it. */
final class TestSeat implements RoomConnection {

  private final ConnectionId id;
  private final RoomId roomId;
  private final long life;
  final List<NodeMessage> delivered = new ArrayList<>();
  final List<ErrorCode> closed = new ArrayList<>();

  TestSeat(ConnectionId id, RoomId roomId, long life) {
    this.id = id;
    this.roomId = roomId;
    this.life = life;
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public RoomId roomId() {
    return roomId;
  }

  @Override
  public RoomClaims claims() {
    return TestConnections.claims(roomId);
  }

  @Override
  public long life() {
    return life;
  }

  @Override
  public Optional<Participant> place() {
    return Optional.empty();
  }

  @Override
  public void deliver(NodeMessage message) {
    delivered.add(message);
  }

  @Override
  public Future<Void> close(ErrorCode code, String reason) {
    closed.add(code);
    return ended();
  }

  @Override
  public Future<Void> ended() {
    return Future.succeededFuture();
  }

  @Override
  public void abort() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void closeIfSilent(long nowMs, long maxSilenceMs) {
    throw new UnsupportedOperationException();
  }
}
