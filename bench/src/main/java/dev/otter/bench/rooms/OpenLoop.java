package dev.otter.bench.rooms;

import dev.otter.bench.wire.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests for rooms at a fixed rate, each with a name of its own, over connections that stay
 * open, as a backend's do. A request counts from when it was due, not from when it was sent: a
 * server that falls behind is not asked less. Used by one thread.
 */
final class OpenLoop implements AutoCloseable {

  private static final int CREATED = 201;
  private static final int CONNECTIONS = 64;

  /** The system's own waits are whole milliseconds. */
  private static final long FINE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final Selector selector;
  private final Deque<KeptConnection> free = new ArrayDeque<>();
  private final Deque<Long> waiting = new ArrayDeque<>();
  private final String head;
  private final long periodNanos;
  private int refused;

  /** Connects to the server at a port of loopback, which is asked {@code rate} times a second. */
  OpenLoop(int port, String apiKey, int rate) throws IOException {
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    this.selector = Selector.open();
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(new KeptConnection(server, selector));
    }
    this.head =
        "POST /v1/rooms HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nAuthorization: Bearer "
            + apiKey
            + "\r\nContent-Type: application/json\r\nContent-Length: ";
  }

  /** How many requests were not answered with 201. */
  int refused() {
    return refused;
  }

  /**
   * Asks for so many seconds, and waits for the last answer. Blocking.
   *
   * @throws IOException when the server ends a connection
   */
  void run(int seconds, Latencies latencies) throws IOException {
    long due = System.nanoTime() + periodNanos;
    long end = due + TimeUnit.SECONDS.toNanos(seconds);
    while (due < end || free.size() < CONNECTIONS) {
      for (; due < end && due <= System.nanoTime(); due += periodNanos) {
        waiting.add(due);
      }
      while (!waiting.isEmpty() && !free.isEmpty()) {
        KeptConnection connection = free.poll();
        connection.send(request(), waiting.poll());
      }
      await(due < end ? due - System.nanoTime() : Long.MAX_VALUE);
      for (SelectionKey key : selector.selectedKeys()) {
        read((KeptConnection) key.attachment(), latencies);
      }
      selector.selectedKeys().clear();
    }
  }

  /** Waits for answers, for so long at most; without spinning, as servers share the processors. */
  private void await(long nanos) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    if (millis > 0) {
      selector.select(millis);
    } else {
      LockSupport.parkNanos(Math.min(nanos, FINE_NANOS));
      selector.selectNow();
    }
  }

  private void read(KeptConnection connection, Latencies latencies) throws IOException {
    int status = connection.read();
    if (status != 0) {
      latencies.record(System.nanoTime() - connection.dueNanos());
      refused += status == CREATED ? 0 : 1;
      free.add(connection);
    }
  }

  private byte[] request() {
    String body = "{\"uniqueName\":\"" + UUID.randomUUID() + "\"}";
    return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      ((KeptConnection) key.attachment()).close();
    }
    selector.close();
  }
}
