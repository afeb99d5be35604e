package dev.otter.turn.ports;

import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Ports for the relays of one machine, also of several nodes on it: which are free is written into
 * a directory that they share, under a lock. Binding a port to see is not enough, as CoTURN shares
 * its listening port with whoever asks, and one that was just started has not bound it yet.
 * Blocking; safe for any thread.
 */
public final class PortSlots {

  /** File locks are the process's; this is for the threads of this one. */
  private static final Object IN_THIS_PROCESS = new Object();

  /** Of a file: whose, first and last port to relay from, console. */
  private static final int FIELDS = 4;

  private final Path directory;

  /**
   * Where all relays of this machine keep book.
   *
   * @return in the system's directory for what is temporary, one for each user
   */
  public static Path shared() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "otter-relay-ports-" + System.getProperty("user.name"));
  }

  /** Keeps book in {@code directory}, which is made when it is not there. */
  public PortSlots(Path directory) {
    this.directory = directory;
  }

  /**
   * The ports of one relay.
   *
   * @param listeningPort UDP, TCP and TLS
   * @param relayPorts where it relays from, UDP
   * @param consolePort TCP, on loopback; one of the numbers of those to relay from
   */
  public record Slot(int listeningPort, PortRange relayPorts, int consolePort) {}

  /**
   * Takes ports that nobody has, for this process until {@link #hand}.
   *
   * @param free whether a port to listen on is free on all addresses that it will be bound on
   * @param config which may be taken
   * @param refused ports that are taken only where there are no others
   * @throws IOException with a reason in words when there are none
   */
  public Slot take(IntPredicate free, RelaysConfig config, Set<Integer> refused)
      throws IOException {
    return locked(
        () -> {
          List<Slot> taken = taken();
          PortRange relayPorts = relayPorts(config, taken, refused);
          Slot slot =
              new Slot(
                  listeningPort(free, config, taken, refused), relayPorts, consolePort(relayPorts));
          write(slot, ProcessHandle.current().pid());
          return slot;
        });
  }

  /** Says whose the ports are now: they are free when that process is gone. */
  public void hand(Slot slot, long pid) throws IOException {
    locked(
        () -> {
          write(slot, pid);
          return null;
        });
  }

  /**
   * Gives ports back, if they are still that process's: when it was dead, somebody may have taken
   * them since.
   *
   * @param pid who they were handed to; this process, if to none
   */
  public void release(Slot slot, long pid) throws IOException {
    locked(
        () -> {
          Path file = file(slot.listeningPort());
          if (Files.exists(file) && Files.readString(file).startsWith(pid + " ")) {
            Files.delete(file);
          }
          return null;
        });
  }

  /** Something to do while no other process and no other thread has the book. */
  private interface Entry<T> {
    T make() throws IOException;
  }

  private <T> T locked(Entry<T> entry) throws IOException {
    synchronized (IN_THIS_PROCESS) {
      Files.createDirectories(directory);
      try (FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Until the channel is closed.
        channel.lock();
        return entry.make();
      }
    }
  }

  private static int listeningPort(
      IntPredicate free, RelaysConfig config, List<Slot> taken, Set<Integer> refused)
      throws IOException {
    int last = Math.min(config.port() + 10 * RelayCount.MOST, 65_535);
    OptionalInt once = OptionalInt.empty();
    for (int port = config.port(); port <= last; port++) {
      int candidate = port;
      if (taken.stream().noneMatch(other -> other.listeningPort == candidate) && free.test(port)) {
        if (!refused.contains(port)) {
          return port;
        }
        once = once.isPresent() ? once : OptionalInt.of(port);
      }
    }
    return once.orElseThrow(
        () ->
            new NoFreePortsException(
                "no free listening port: "
                    + config.port()
                    + " to "
                    + last
                    + " are taken; see turn.port"));
  }

  private static PortRange relayPorts(RelaysConfig config, List<Slot> taken, Set<Integer> refused)
      throws IOException {
    PortRange all = config.relayPorts();
    int size = config.portsPerRelay();
    Optional<PortRange> once = Optional.empty();
    for (int first = all.first(); first + size - 1 <= all.last(); first += size) {
      PortRange candidate = new PortRange(first, first + size - 1);
      if (taken.stream().noneMatch(other -> overlap(other.relayPorts, candidate))) {
        if (!refused.contains(first)) {
          return candidate;
        }
        once = once.isPresent() ? once : Optional.of(candidate);
      }
    }
    return once.orElseThrow(
        () ->
            new NoFreePortsException(
                "no free ports to relay from: other relays of this machine have all of "
                    + all
                    + "; see turn.relayPorts"));
  }

  private static boolean overlap(PortRange one, PortRange other) {
    return one.first() <= other.last() && other.first() <= one.last();
  }

  /** Whether nobody has a port, by UDP and TCP. Blocking. */
  public static boolean canBind(InetAddress host, int port) {
    try (ServerSocket tcp = new ServerSocket(port, 1, host);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(host, port))) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** A program of the machine may have a connection that goes out from one of them. */
  private static int consolePort(PortRange among) throws IOException {
    for (int port = among.first(); port <= among.last(); port++) {
      try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return tcp.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
    throw new NoFreePortsException("no free TCP port on loopback among " + among);
  }

  private List<Slot> taken() throws IOException {
    List<Slot> taken = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9]*")) {
      for (Path file : files) {
        String[] words = Files.readString(file).strip().split(" ", -1);
        int port = Integer.parseInt(file.getFileName().toString());
        if (words.length == FIELDS
            && ProcessHandle.of(Long.parseLong(words[0]))
                .map(ProcessHandle::isAlive)
                .orElse(false)) {
          PortRange range = new PortRange(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
          taken.add(new Slot(port, range, Integer.parseInt(words[3])));
        } else {
          Files.deleteIfExists(file);
        }
      }
    }
    return taken;
  }

  private void write(Slot slot, long pid) throws IOException {
    PortRange range = slot.relayPorts;
    Path file = file(slot.listeningPort);
    Path fresh = directory.resolve("new-" + slot.listeningPort + "-" + pid);
    Files.writeString(
        fresh, pid + " " + range.first() + " " + range.last() + " " + slot.consolePort);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(int listeningPort) {
    return directory.resolve(String.valueOf(listeningPort));
  }
}
