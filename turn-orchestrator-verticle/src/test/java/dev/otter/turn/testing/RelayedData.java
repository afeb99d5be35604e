package dev.otter.turn.testing;

import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Clients that send through relays again and again, each its own name, and the peer on loopback at
 * which it arrives, or does not.
 */
public final class RelayedData implements AutoCloseable {

  private static final long EVERY_MS = 20;
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** So long without a datagram is the end; they come every 20 ms. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final OnContext on;
  private final DatagramSocket peer;
  private final InetSocketAddress peerAddress;
  private final List<Runnable> closing = new CopyOnWriteArrayList<>();
  private final Map<String, Long> arrivals = new ConcurrentHashMap<>();

  /** Opens the peer. */
  public RelayedData(Vertx vertx) {
    on = new OnContext(vertx);
    peer = vertx.createDatagramSocket(new DatagramSocketOptions());
    peer.handler(
        packet -> arrivals.put(packet.data().toString(StandardCharsets.UTF_8), System.nanoTime()));
    on.call(() -> peer.listen(0, "127.0.0.1"));
    peerAddress =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.localAddress().port());
  }

  /**
   * Allocates with an entry of the list of ICE servers, and begins to send a name.
   *
   * @param name what is sent
   * @param server with a {@code turn:} URL of 127.0.0.1 first
   */
  public void send(String name, JsonObject server) {
    int port =
        Integer.parseInt(
            server.getJsonArray("urls").getString(0).replaceFirst("turn:[^:]+:(\\d+).*", "$1"));
    byte[] data = name.getBytes(StandardCharsets.UTF_8);
    TurnClient client =
        on.call(
            () ->
                TurnClient.open(
                        on.vertx(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        StunTransport.UDP,
                        server.getString("username"),
                        server.getString("credential"))
                    .compose(
                        open ->
                            open.allocate()
                                .compose(relayed -> open.createPermission(peerAddress))
                                .map(open)));
    long timer =
        on.call(
            () ->
                Future.succeededFuture(
                    on.vertx().setPeriodic(EVERY_MS, tick -> client.send(peerAddress, data))));
    closing.add(
        () -> {
          on.vertx().cancelTimer(timer);
          on.call(client::close);
        });
  }

  /** Waits until a datagram of that name comes that was not there yet. */
  public void untilArrives(String name) {
    long now = System.nanoTime();
    until(name + " does not arrive", () -> arrivals.getOrDefault(name, now - 1) - now > 0);
  }

  /** Waits until nothing of that name has come for a while. */
  public void untilStops(String name) {
    long now = System.nanoTime();
    until(
        name + " goes on",
        () -> System.nanoTime() - Math.max(now, arrivals.getOrDefault(name, now)) > SILENCE_NANOS);
  }

  /** When the last datagram of that name came, as {@link System#nanoTime}. */
  public long lastArrival(String name) {
    return arrivals.get(name);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    on.call(peer::close);
  }

  private static void until(String failure, BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(failure);
      }
      Thread.onSpinWait();
    }
  }
}
