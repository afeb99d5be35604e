package dev.otter.signaling;

import dev.otter.contract.id.ConnectionId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The connections that this node holds, by id. Bounded; safe for any thread. */
final class ConnectionTable {

  private final int maxConnections;
  private final Map<ConnectionId, RoomConnection> connections = new ConcurrentHashMap<>();

  /**
   * Makes an empty table.
   *
   * @param maxConnections how many it takes; 0 for no limit
   */
  ConnectionTable(int maxConnections) {
    this.maxConnections = maxConnections == 0 ? Integer.MAX_VALUE : maxConnections;
  }

  /** Tells whether another connection may come. A burst at the very limit may pass it by a few. */
  boolean hasRoom() {
    return connections.size() < maxConnections;
  }

  void add(RoomConnection connection) {
    connections.put(connection.id(), connection);
  }

  /** Takes a connection out, unless another has taken its id over. */
  void remove(RoomConnection connection) {
    connections.remove(connection.id(), connection);
  }

  /**
   * Gives a connection that came under one id another one, unless a later life has that already.
   *
   * @return the one of the two that has the other id no longer; empty when nobody else had it
   */
  Optional<RoomConnection> move(ConnectionId from, RoomConnection connection) {
    AtomicReference<RoomConnection> older = new AtomicReference<>();
    connections.compute(
        connection.id(),
        (id, there) -> {
          boolean late = there != null && there.life() > connection.life();
          older.set(late ? connection : there);
          return late ? there : connection;
        });
    connections.remove(from, connection);
    return Optional.ofNullable(older.get());
  }

  Optional<RoomConnection> find(ConnectionId id) {
    return Optional.ofNullable(connections.get(id));
  }

  Collection<RoomConnection> all() {
    return connections.values();
  }
}
