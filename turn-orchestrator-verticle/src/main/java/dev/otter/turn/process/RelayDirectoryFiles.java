package dev.otter.turn.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.contract.config.PortRange;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is kept on disk of each relay: one private directory with the server's configuration (0600,
 * it holds the secrets), its log, its pid, and what a later node needs to adopt it. Blocking.
 */
final class RelayDirectoryFiles {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONFIGURATION = "turnserver.conf";
  private static final long LARGEST_LOG = 1 << 20;
  private static final int LAST_WORDS = 300;

  private final Path root;

  /** Keeps the relays' directories in {@code root}, which is made when it is not there. */
  RelayDirectoryFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * What is written down of a relay.
   *
   * @param publicIp as {@link RelayEndpoint}
   * @param localIp as {@link RelayEndpoint}
   * @param port as {@link RelayEndpoint}
   * @param firstRelayPort where its relayed addresses begin
   * @param lastRelayPort where they end
   * @param consolePort as {@link PortSlots.Slot}
   * @param fingerprint of its settings
   * @param ipv6 as {@link RelayEndpoint}; null where it listens on none
   */
  record Kept(
      String publicIp,
      String localIp,
      int port,
      int firstRelayPort,
      int lastRelayPort,
      int consolePort,
      String fingerprint,
      @JsonInclude(JsonInclude.Include.NON_NULL) String ipv6) {

    PortSlots.Slot slot() {
      return new PortSlots.Slot(port, new PortRange(firstRelayPort, lastRelayPort), consolePort);
    }
  }

  /** All relays that have a directory. */
  List<RelayId> all() throws IOException {
    List<RelayId> ids = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (RelayId.isValid(name)) {
            ids.add(new RelayId(name));
          }
        }
      }
    }
    return ids;
  }

  /** Makes the directory of a relay, with its configuration. */
  void write(RelayId id, CoturnSettings settings, Kept record) throws IOException {
    Path directory = directory(id);
    Files.createDirectories(root);
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    writePrivate(id, CONFIGURATION, settings.text(directory.toString()));
    MAPPER.writeValue(directory.resolve("relay.json").toFile(), record);
  }

  /** Writes a file that nobody else may read, in one step. */
  void writePrivate(RelayId id, String name, String text) throws IOException {
    Path fresh = directory(id).resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, directory(id).resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  void writePid(RelayId id, long pid) throws IOException {
    Files.writeString(directory(id).resolve("pid"), String.valueOf(pid));
  }

  /** What is written down; empty when it was not finished. */
  Optional<Kept> read(RelayId id) {
    try {
      return Optional.of(
          MAPPER.readValue(directory(id).resolve("relay.json").toFile(), Kept.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The living process of a relay: the one of the pid file, if its command line names this relay's
   * configuration, else, when the file was not written any more, any that does.
   */
  Optional<ProcessHandle> process(RelayId id) {
    String configuration = configuration(id).toString();
    return pid(id)
        .flatMap(ProcessHandle::of)
        .filter(process -> runs(process, configuration))
        .or(
            () ->
                ProcessHandle.allProcesses()
                    .filter(process -> runs(process, configuration))
                    .findFirst());
  }

  /** The process that a relay is or was; empty when the node died between its start and this. */
  Optional<Long> pid(RelayId id) {
    try {
      return Optional.of(Long.valueOf(Files.readString(directory(id).resolve("pid")).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The configuration of a relay, an absolute path. */
  Path configuration(RelayId id) {
    return directory(id).resolve(CONFIGURATION);
  }

  /** Where the server's output goes. */
  Path log(RelayId id) {
    return directory(id).resolve("turnserver.log");
  }

  /** Empties a log that has grown large; the server goes on at its new end. */
  void boundLog(RelayId id) throws IOException {
    Path log = log(id);
    if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
      Files.write(log, new byte[0]);
    }
  }

  /** The last lines that the server said, in one. */
  String lastWords(RelayId id) {
    try {
      String text = Files.readString(log(id)).strip().replaceAll("\\s*\\R\\s*", " / ");
      return text.substring(Math.max(0, text.length() - LAST_WORDS));
    } catch (IOException e) {
      return "";
    }
  }

  /** Removes all that is kept of a relay. */
  void delete(RelayId id) throws IOException {
    Path directory = directory(id);
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(directory);
    }
  }

  private Path directory(RelayId id) {
    return root.resolve(id.value());
  }

  private static boolean runs(ProcessHandle process, String configuration) {
    return process.isAlive()
        && process
            .info()
            .arguments()
            .map(arguments -> List.of(arguments).contains(configuration))
            .orElse(false);
  }
}
