package dev.otter.turn.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers of tests that must be known before these listen.
 *
 * <p>They lie below the ports that Linux gives to whoever asks for any (from 32768, {@code
 * ip_local_port_range}): between the choice and the listening no outgoing connection and no server
 * on port 0 can take one. No port is given twice in a process, and none of the {@value #STEP} after
 * it either: relays of one node take those that follow theirs.
 */
public final class FreePorts {

  private static final int FIRST = 20_000;
  private static final int STEP = 8;
  private static final int COUNT = 750;

  private static final AtomicInteger GIVEN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePorts() {}

  /** A port on which nobody listens, neither by TCP nor by UDP. */
  public static int next() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(GIVEN.getAndIncrement(), COUNT) * STEP;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port from " + FIRST + " to " + (FIRST + COUNT * STEP - 1));
  }

  private static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(port))) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
