package dev.otter.bench.wire;

import java.nio.ByteBuffer;

/** What a {@link Connection} tells its owner, on the loop's thread. */
public interface ConnectionEvents {

  /** The server has upgraded the connection. */
  void onOpen();

  /**
   * A text message has come.
   *
   * @param buffer holds the message, until this call returns
   * @param from its first byte
   * @param to one beyond its last byte
   */
  void onText(ByteBuffer buffer, int from, int to);

  /** All messages of one read were handed over. */
  void onBurst();

  /**
   * The connection has ended.
   *
   * @param code the server's close code; 1006 when it ended without one
   */
  void onClosed(int code);
}
