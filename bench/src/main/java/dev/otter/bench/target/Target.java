package dev.otter.bench.target;

import java.util.ArrayList;
import java.util.List;

/** A server under test, how to speak to it, and the rooms made so far. Used by one thread. */
public final class Target implements AutoCloseable {

  private final String name;
  private final Dialect dialect;
  private final ServerProcess server;
  private final List<Room> rooms = new ArrayList<>();
  private int next;

  /**
   * Wraps a server that runs.
   *
   * @param name what reports call it
   * @param dialect what its clients speak
   * @param server its process
   */
  public Target(String name, Dialect dialect, ServerProcess server) {
    this.name = name;
    this.dialect = dialect;
    this.server = server;
  }

  /** Makes rooms until there are so many. Blocking. */
  public void prepareRooms(int count) {
    if (rooms.size() < count) {
      rooms.addAll(dialect.makeRooms(server, count - rooms.size()));
    }
  }

  /** A room: the one that was not used for the longest time. */
  public Room nextRoom() {
    return rooms.get(next++ % rooms.size());
  }

  /** What reports call it. */
  public String name() {
    return name;
  }

  /** What its clients speak. */
  public Dialect dialect() {
    return dialect;
  }

  /** Its process. */
  public ServerProcess server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
