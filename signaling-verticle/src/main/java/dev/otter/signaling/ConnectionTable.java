package dev.otter.signaling;

import dev.otter.contract.id.ConnectionId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that this node holds, by id. Bounded; safe for any thread. */
final class ConnectionTable {

  private final int maxConnections;
  private final Map<ConnectionId, ClientConnection> connections = new ConcurrentHashMap<>();

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

  void add(ClientConnection connection) {
    connections.put(connection.id(), connection);
  }

  void remove(ConnectionId id) {
    connections.remove(id);
  }

  Optional<ClientConnection> find(ConnectionId id) {
    return Optional.ofNullable(connections.get(id));
  }

  Collection<ClientConnection> all() {
    return connections.values();
  }
}
