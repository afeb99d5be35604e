package dev.otter.bench.relay;

import dev.otter.bench.wire.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Flows from clients to one peer, all in this process: as fast as the server lets them with a
 * number of datagrams under way, or at a fixed rate. Used by one thread.
 */
final class RelayLoad implements AutoCloseable {

  private static final int FLOWS = 16;
  private static final int UNDER_WAY = 64;
  private static final int LARGEST = 2_048;
  private static final int KERNEL_BYTES = 4 << 20;
  private static final int HEADER = 4;

  /** Datagrams that are silent for so long are lost, and others take their place. */
  private static final long LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long WAIT_MS = 50;

  private final DatagramChannel peer;
  private final Selector arrivals;
  private final List<RelayedFlow> flows = new ArrayList<>();
  private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST);
  private long lost;

  /**
   * Opens all flows. Blocking.
   *
   * @param server a TURN server, or a gateway
   * @param secret what credentials are signed with
   */
  RelayLoad(InetSocketAddress server, String secret) throws IOException {
    peer = DatagramChannel.open();
    peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    peer.socket().setReceiveBufferSize(KERNEL_BYTES);
    peer.configureBlocking(false);
    arrivals = Selector.open();
    peer.register(arrivals, SelectionKey.OP_READ);
    InetSocketAddress at = (InetSocketAddress) peer.getLocalAddress();
    for (int i = 0; i < FLOWS; i++) {
      flows.add(RelayedFlow.open(server, secret, "bench-" + i, at));
    }
  }

  /** Datagrams that did not arrive. */
  long lost() {
    return lost;
  }

  /** How many datagrams of a size arrived in a time, with always as many under way. */
  long flood(int size, long nanos) throws IOException {
    ByteBuffer datagram = datagram(size);
    long end = System.nanoTime() + nanos;
    long heardAt = System.nanoTime();
    long arrived = 0;
    int underWay = 0;
    int next = 0;
    while (System.nanoTime() < end) {
      while (underWay < UNDER_WAY) {
        flows.get(next++ % FLOWS).send(datagram);
        underWay++;
      }
      int came = drain(null);
      arrived += came;
      underWay = Math.max(0, underWay - came);
      long now = System.nanoTime();
      if (came > 0) {
        heardAt = now;
      } else if (now - heardAt > LOST_NANOS) {
        lost += underWay;
        underWay = 0;
        heardAt = now;
      } else {
        // Not a busy wait: the processors are the servers' too.
        arrivals.select(unused -> {}, WAIT_MS);
      }
    }
    return arrived;
  }

  /** How long each took, one after the other at a rate. */
  Latencies paced(int size, int perSecond, long nanos) throws IOException {
    Latencies latencies = new Latencies();
    ByteBuffer datagram = datagram(size);
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long due = System.nanoTime();
    long end = due + nanos;
    int next = 0;
    while (due < end) {
      due += period;
      // The wait is busy: a thread that sleeps wakes up later than what is measured takes.
      while (System.nanoTime() < due) {
        drain(latencies);
      }
      datagram.putLong(HEADER, System.nanoTime());
      flows.get(next++ % FLOWS).send(datagram);
    }
    return latencies;
  }

  private static ByteBuffer datagram(int size) {
    ByteBuffer datagram = ByteBuffer.allocateDirect(HEADER + size);
    datagram.putShort((short) RelayedFlow.CHANNEL).putShort((short) size);
    return datagram;
  }

  private int drain(Latencies latencies) throws IOException {
    int count = 0;
    received.clear();
    while (peer.receive(received) != null) {
      if (latencies != null) {
        latencies.record(System.nanoTime() - received.getLong(0));
      }
      count++;
      received.clear();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    for (RelayedFlow each : flows) {
      each.close();
    }
    arrivals.close();
    peer.close();
  }
}
