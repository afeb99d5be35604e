package dev.otter.turn.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts the allocations of a relay by the UDP sockets that it has open among the ports it relays
 * from. It has other sockets too, and opens and closes them when it likes.
 */
final class RelayAllocations {

  private static final String SOCKET = "socket:[";

  private RelayAllocations() {}

  /** How many there are now. */
  static long count(ProcessHandle relay, Path directory) {
    try {
      int first = port(directory, "min-port");
      int last = port(directory, "max-port");
      Set<String> sockets = sockets(relay);
      return Files.readAllLines(Path.of("/proc/net/udp")).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > 9 && sockets.contains(fields[9]))
          .mapToInt(fields -> Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16))
          .filter(port -> port >= first && port <= last)
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(Path directory, String setting) throws IOException {
    return Files.readAllLines(directory.resolve("turnserver.conf")).stream()
        .filter(line -> line.startsWith(setting + "="))
        .map(line -> Integer.parseInt(line.substring(setting.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> sockets(ProcessHandle relay) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", "" + relay.pid(), "fd"))) {
      for (Path file : files.toList()) {
        target(file)
            .filter(text -> text.startsWith(SOCKET))
            .ifPresent(text -> inodes.add(text.substring(SOCKET.length(), text.length() - 1)));
      }
    }
    return inodes;
  }

  /** What an open file is; empty when it was closed meanwhile. */
  private static Optional<String> target(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
