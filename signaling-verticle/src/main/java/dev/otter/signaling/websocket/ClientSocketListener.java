package dev.otter.signaling.websocket;

import dev.otter.contract.error.RefusedException;
import java.util.OptionalInt;

/** What happens on a {@link ClientSocket}. All methods are called on the socket's event loop. */
public interface ClientSocketListener {

  /**
   * A whole text message has come, known to be UTF-8.
   *
   * @param bytes holds it from its start, and is used for the next message when this returns
   * @param length how many bytes of it are the message
   */
  void onText(byte[] bytes, int length);

  /** The client has sent a frame of any kind; called once for all that came together. */
  void onHeard();

  /**
   * The client has sent what may not be read, or does not read what it is sent. The listener closes
   * the socket.
   */
  void onRefused(RefusedException refusal);

  /**
   * The connection has ended, however it did. The last call.
   *
   * @param clientCode the code of the client's close frame, when that came before one of ours
   */
  void onClosed(OptionalInt clientCode);
}
