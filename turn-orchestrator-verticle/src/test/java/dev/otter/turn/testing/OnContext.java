package dev.otter.turn.testing;

import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.StunSocket;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TransactionId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what belongs on one event-loop context, from a test's thread, and waits for it. */
public final class OnContext {

  private static final int WAIT_SECONDS = 60;
  private static final int ASKS = 20;

  private final Vertx vertx;
  private final Context context;

  /** Takes a new context of {@code vertx}. */
  public OnContext(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /** The Vert.x of the context. */
  public Vertx vertx() {
    return vertx;
  }

  /** Runs something and waits; throws its own exception. */
  public <T> T call(Callable<Future<T>> work) {
    Promise<T> result = Promise.promise();
    context.runOnContext(
        start -> {
          try {
            work.call().onComplete(result);
          } catch (Exception e) {
            result.fail(e);
          }
        });
    try {
      return result
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new AssertionError("not done within " + WAIT_SECONDS + " s", e);
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Waits until a STUN server answers. */
  public void untilAnswers(InetSocketAddress server) {
    call(() -> StunSocket.open(vertx, server).compose(socket -> ask(socket, ASKS)));
  }

  /**
   * Waits until a STUN server shows a certificate over TLS; it takes one a moment after a signal.
   */
  public void untilShows(InetSocketAddress server, RelayCertificate certificate) {
    StunTransport tls = new StunTransport.Tls(certificate.host(), certificate.chain());
    call(() -> connect(server, tls, 10 * ASKS).compose(StunSocket::close));
  }

  private Future<StunSocket> connect(InetSocketAddress server, StunTransport tls, int more) {
    return StunSocket.open(vertx, server, tls)
        .recover(
            failure ->
                more > 0
                    ? vertx
                        .timer(50, TimeUnit.MILLISECONDS)
                        .compose(later -> connect(server, tls, more - 1))
                    : Future.failedFuture(failure));
  }

  private Future<Void> ask(StunSocket socket, int more) {
    return socket
        .ask(
            new StunMessage(StunMessage.BINDING, TransactionId.random(), List.of()),
            Optional.empty())
        .<Void>mapEmpty()
        .recover(failure -> more > 0 ? ask(socket, more - 1) : Future.failedFuture(failure))
        .eventually(socket::close);
  }
}
