package dev.otter.bench.target;

/** What a {@link Client} tells the run it belongs to, on the loop's thread. */
public interface ClientEvents {

  /** The client may send. */
  void onReady(Client client);

  /** The server said that the peer is there. */
  default void onArrival(Client client) {}

  /** A numbered message came. */
  default void onMessage(Client client, int number) {}

  /** All messages of one read were handed over; there was at least one. */
  default void onBurst(Client client) {}

  /** The connection has ended. */
  void onClosed(Client client, int code);
}
