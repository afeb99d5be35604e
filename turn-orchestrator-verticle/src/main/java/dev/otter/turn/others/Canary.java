package dev.otter.turn.others;

import dev.otter.contract.config.HostAndPort;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.relay.RelayId;
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
  private final Events events;
  private Optional<RelayId> life = Optional.empty();
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
   * @param events who hears of it
   */
  Canary(
      Vertx vertx,
      OtherServer server,
      Supplier<Credential> credentials,
      LongSupplier nanoTime,
      Events events) {
    this.vertx = vertx;
    this.server = server;
    this.credentials = credentials;
    this.nanoTime = nanoTime;
    this.events = events;
  }

  /** What it finds out. */
  interface Events {
    /** The server had forgotten the allocation, and serves again. */
    void lost();

    /** {@link #life} is another one. */
    void otherLife();
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

  /**
   * What the server's life is called, from one start of it to the next: what was allocated in one
   * is not there in another. Empty while the server does not relay for this node.
   */
  Optional<RelayId> life() {
    return life;
  }

  /** Nobody listens there, as somebody has seen: it is looked at anew before it is trusted. */
  void doubt() {
    live(Optional.empty());
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
      live(Optional.empty());
      letGo();
      allocate();
    } else if (failure == null) {
      beginLife();
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
                live(Optional.empty());
              }
            });
  }

  private void allocated(TurnClient opened) {
    client = Optional.of(opened);
    refusal = Optional.empty();
    madeNanos = nanoTime.getAsLong();
    if (closed) {
      letGo();
      return;
    }
    beginLife();
    if (lost) {
      lost = false;
      events.lost();
    }
  }

  private void beginLife() {
    if (life.isEmpty()) {
      live(Optional.of(RelayId.random()));
    }
  }

  private void live(Optional<RelayId> now) {
    if (!life.equals(now)) {
      life = now;
      events.otherLife();
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
