package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;

/**
 * One WebSocket of a client, as the signaling logic sees it: texts in ({@link
 * ClientSocketListener}), texts out, and an end. It knows nothing of what the texts mean. It
 * belongs to one event loop; a method runs there only, unless it says otherwise.
 */
public interface ClientSocket {

  /** Tells whom to call. Until then, and until the first {@link #resume}, nothing is read. */
  void listen(ClientSocketListener listener);

  /** Stops reading; what has come already waits, and the client's sending comes to a halt. */
  void pause();

  /** Reads on. */
  void resume();

  /** Runs work on the socket's event loop, at once when called there. Any thread. */
  void execute(Runnable work);

  /**
   * Begins a text message, which goes out with all others of the same burst. The caller writes its
   * bytes at once. On the socket's own event loop at any time; on another one only while that reads
   * from a client, that is in {@link ClientSocketListener#onText}.
   *
   * @param length how many bytes of UTF-8 the text has
   * @return where to write exactly that many; null when the socket takes no more, as it is closing
   *     or its client does not read
   */
  ByteBuf text(int length);

  /** Asks the client for a sign of life. */
  void ping();

  /**
   * Closes in order: our close frame, the client's, the TCP connection, the last for certain after
   * some seconds. Nothing that the client still sends is read.
   *
   * @param code the close code
   * @param reason at most 123 bytes of UTF-8
   */
  void close(int code, String reason);

  /** How many bytes wait to be sent. Any thread; a moment old. */
  long waitingBytes();

  /** Ends the TCP connection without a word. Any thread. */
  void abort();
}
