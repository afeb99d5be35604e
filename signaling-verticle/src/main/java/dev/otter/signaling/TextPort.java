package dev.otter.signaling;

/**
 * The way to one client, as the dialect {@code otter.v1} needs it: all that it asks of a socket.
 * Belongs to the socket's context. What comes from the client goes to the {@code on…} methods of
 * {@link V1Connection}.
 */
interface TextPort {

  /**
   * Sends a text, unless the socket is closing. When too much waits to be sent already, the socket
   * says so by itself, as a refusal of the client.
   */
  void write(String text);

  /** Sends a close frame and ends the connection; what comes after it is not handed over. */
  void close(int code, String reason);

  /** How many bytes wait to be sent. Any thread; a moment old. */
  long waitingBytes();

  /** Ends the TCP connection without a word. Any thread. */
  void abort();

  /** Sends a WebSocket ping. */
  void ping();

  /** Reads nothing from the client until {@link #resume}. */
  void pause();

  /** Reads again. */
  void resume();
}
