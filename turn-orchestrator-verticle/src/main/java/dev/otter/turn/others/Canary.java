package dev.otter.turn.others;

import dev.otter.contract.config.HostAndPort;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.stun.TurnRefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An allocation on a server, which is lost when the server was started again: it may be back before
 * three questions have had no answer, but what browsers had there is gone. Used on one context.
 */
final class Canary {

  /** A credential is made anew long before it ends. */
  static final Duration LIFETIME = Duration.ofMinutes(4);

  /** When a server that refused is asked again. */
  static final Duration AGAIN = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final OtherServer server;
  private final Supplier<Credential> credentials;
  private final LongSupplier nanoTime;
  private final Runnable onLost;
  private Optional<TurnClient> client = Optional.empty();
  private Optional<TurnRefusedException> refusal = Optional.empty();
  private long madeNanos;
  private long refusedNanos;
  private boolean busy;
  private boolean lost;
  private boolean closed;

  /**
   * Makes it; nothing is allocated yet.
   *
   * @param vertx whose current context is used
   * @param server where
   * @param credentials makes one
   * @param nanoTime as {@link System#nanoTime}
   * @param onLost called each time that the server had forgotten the allocation, and serves again
   */
  Canary(
      Vertx vertx,
      OtherServer server,
      Supplier<Credential> credentials,
      LongSupplier nanoTime,
      Runnable onLost) {
    this.vertx = vertx;
    this.server = server;
    this.credentials = credentials;
    this.nanoTime = nanoTime;
    this.onLost = onLost;
  }

  /** Looks whether the allocation is there; one that is not, or is old, is made anew. */
  void look() {
    if (busy || closed || !server.relays() || !server.takesDatagrams()) {
      return;
    }
    if (client.isPresent() && isOver(madeNanos, LIFETIME)) {
      letGo();
    }
    if (client.isPresent()) {
      busy = true;
      client.get().refresh().onComplete(done -> refreshed(done.cause()));
    } else if (refusal.isEmpty() || isOver(refusedNanos, AGAIN)) {
      allocate();
    }
  }

  /** Whether the server relays for this node. */
  boolean isHeld() {
    return client.isPresent();
  }

  /** Why the server does not relay for this node; empty where it does, or was not asked. */
  Optional<TurnRefusedException> refusal() {
    return refusal;
  }

  /** Gives the allocation back. */
  void close() {
    closed = true;
    letGo();
  }

  /** Silence says nothing: the questions of {@link ServerWatch} do. */
  private void refreshed(Throwable failure) {
    busy = false;
    if (failure instanceof TurnRefusedException && !closed) {
      lost = true;
      letGo();
      allocate();
    }
  }

  private void allocate() {
    busy = true;
    Credential credential = credentials.get();
    HostAndPort place = server.place();
    vertx
        .executeBlocking(() -> InetAddress.getByName(place.host()), false)
        .compose(
            address ->
                TurnClient.open(
                    vertx,
                    new InetSocketAddress(address, place.port()),
                    StunTransport.UDP,
                    credential.username(),
                    credential.password()))
        .compose(
            opened ->
                opened
                    .allocate()
                    .map(opened)
                    .recover(
                        failure -> opened.close().compose(done -> Future.failedFuture(failure))))
        .onComplete(
            done -> {
              busy = false;
              if (done.succeeded()) {
                allocated(done.result());
              } else if (done.cause() instanceof TurnRefusedException refused) {
                refusal = Optional.of(refused);
                refusedNanos = nanoTime.getAsLong();
              }
            });
  }

  private void allocated(TurnClient opened) {
    client = Optional.of(opened);
    refusal = Optional.empty();
    madeNanos = nanoTime.getAsLong();
    if (closed) {
      letGo();
    } else if (lost) {
      lost = false;
      onLost.run();
    }
  }

  private void letGo() {
    client.ifPresent(TurnClient::close);
    client = Optional.empty();
  }

  private boolean isOver(long sinceNanos, Duration age) {
    return nanoTime.getAsLong() - sinceNanos > age.toNanos();
  }
}
