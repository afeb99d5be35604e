package dev.otter.turn.gateway;

import dev.otter.contract.config.PortRange;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives sessions ports that nobody has and that nobody had a moment ago: peers of an ended session
 * go on sending for a while. Which one comes next cannot be guessed. Used on the event loop.
 */
final class RelayedPorts {

  /** So long a port rests. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** A small range is looked through as a whole. */
  private static final int TRIES = 256;

  private static final int CLAIMS = 5;

  private final UdpSockets sockets;
  private final GatewayStore store;
  private final InetAddress host;
  private final PortRange range;
  private final LongSupplier nanoTime;
  private final Random random = new SecureRandom();
  private final Deque<Resting> queue = new ArrayDeque<>();
  private final Set<Integer> resting = new HashSet<>();

  /**
   * Has given out none yet.
   *
   * @param store where nodes of one address say which ports they have
   */
  RelayedPorts(
      UdpSockets sockets, GatewayStore store, GatewaySettings settings, LongSupplier nanoTime) {
    this.sockets = sockets;
    this.store = store;
    this.host = settings.host();
    this.range = settings.relayedPorts();
    this.nanoTime = nanoTime;
  }

  /**
   * Opens a socket on one that no node has given out.
   *
   * @param client for whom
   * @return fails when no free one was found
   */
  Future<UdpSocket> open(UdpSockets.Receiver receiver, InetSocketAddress client) {
    wake();
    return claimed(receiver, client, CLAIMS);
  }

  private Future<UdpSocket> claimed(
      UdpSockets.Receiver receiver, InetSocketAddress client, int tries) {
    return open(receiver, TRIES)
        .compose(
            socket ->
                store
                    .claimPort(socket.local().getPort(), client)
                    .compose(
                        there -> {
                          if (there.isEmpty() || there.get().equals(GatewayStore.text(client))) {
                            return Future.succeededFuture(socket);
                          }
                          // Another node gave it out a moment ago.
                          close(socket);
                          return tries > 1
                              ? claimed(receiver, client, tries - 1)
                              : Future.failedFuture("other nodes have the ports that are free");
                        },
                        failure -> {
                          close(socket);
                          return Future.failedFuture(failure);
                        }));
  }

  /** Closes the socket; its port rests. */
  void close(UdpSocket socket) {
    socket.close();
    int port = socket.local().getPort();
    if (resting.add(port)) {
      queue.add(new Resting(port, nanoTime.getAsLong() + REST_NANOS));
    }
  }

  private Future<UdpSocket> open(UdpSockets.Receiver receiver, int tries) {
    return open(receiver, random.nextInt(range.size()), stride(), Math.min(tries, range.size()));
  }

  /** From any on in equal steps, which lead to each port once. */
  private Future<UdpSocket> open(UdpSockets.Receiver receiver, int at, int stride, int tries) {
    int port = range.first() + at;
    if (tries == 0) {
      return Future.failedFuture("no free port to relay from in " + range);
    }
    int next = (int) (((long) at + stride) % range.size());
    if (resting.contains(port)) {
      return open(receiver, next, stride, tries - 1);
    }
    return sockets
        .bind(new InetSocketAddress(host, port), receiver)
        .recover(taken -> open(receiver, next, stride, tries - 1));
  }

  private int stride() {
    BigInteger size = BigInteger.valueOf(range.size());
    int stride = 1 + random.nextInt(range.size());
    while (!BigInteger.valueOf(stride).gcd(size).equals(BigInteger.ONE)) {
      stride = 1 + random.nextInt(range.size());
    }
    return stride;
  }

  private void wake() {
    long now = nanoTime.getAsLong();
    while (!queue.isEmpty() && queue.peek().end - now <= 0) {
      resting.remove(queue.remove().port);
    }
  }

  private record Resting(int port, long end) {}
}
