package dev.otter.bench.target;

import java.util.List;

/** How clients speak to one kind of server. Called on the loop's thread, rooms aside. */
public interface Dialect {

  /**
   * Makes rooms, before anything is measured. Blocking.
   *
   * @param server where
   * @param count how many
   */
  List<Room> makeRooms(ServerProcess server, int count);

  /**
   * Path and query of the upgrade request; a client that chooses its own id has it from here on.
   */
  String path(Client client);

  /** The connection is upgraded. */
  void onOpen(Client client);

  /** Something came that carries no numbered payload. */
  void onControl(Client client, String text);

  /** Whether a client learns from the server that its peer is there. */
  boolean tellsArrivals();

  /**
   * What stands before the payload.
   *
   * @param from the sender, whose peer's id is known
   * @param kind what the message is for
   * @param first whether it is the sender's first message
   */
  String head(Client from, Kind kind, boolean first);

  /** What stands after the payload, in both directions. */
  String tail();
}
