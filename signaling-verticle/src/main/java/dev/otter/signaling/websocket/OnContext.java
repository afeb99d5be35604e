package dev.otter.signaling.websocket;

import dev.otter.contract.error.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.OptionalInt;

/**
 * Calls a listener on the Vert.x context of its socket's event loop, so that what it asks over the
 * bus is answered there, in order. The pipeline calls at once, without a detour over the loop's
 * queue: a socket that the listener pauses must not hand over what came in the same burst.
 */
public final class OnContext implements ClientSocketListener {

  private final ContextInternal context;
  private final ClientSocketListener listener;

  /**
   * Wraps a listener.
   *
   * @param context one of the event loop that the socket belongs to
   */
  public OnContext(Context context, ClientSocketListener listener) {
    this.context = (ContextInternal) context;
    this.listener = listener;
  }

  /** Runs work on the context: at once when called on its event loop. Any thread. */
  public void execute(Runnable work) {
    context.emit(now -> work.run());
  }

  @Override
  public void onText(byte[] bytes, int length) {
    context.emit(length, read -> listener.onText(bytes, read));
  }

  @Override
  public void onHeard() {
    context.emit(heard -> listener.onHeard());
  }

  @Override
  public void onRefused(RefusedException refusal) {
    context.emit(refusal, listener::onRefused);
  }

  @Override
  public void onClosed(OptionalInt clientCode) {
    context.emit(clientCode, listener::onClosed);
  }
}
