package dev.otter.testing;

import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL from Debian's package, with a data directory of its own, on a free port of
 * loopback. It does not run as root: where the tests do, it runs as the package's user.
 */
public final class PostgresServer implements AutoCloseable {

  /** The user whom a test connects as. */
  public static final String USER = "otter";

  /** The password of that user. */
  public static final String PASSWORD = "a-password-of-this-test";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String PACKAGE_USER = "postgres";
  private static final int WAIT_SECONDS = 60;

  private final Path directory;
  private final int port;

  private PostgresServer(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Makes a database server and starts it. */
  public static PostgresServer start() {
    try {
      Path directory =
          Files.createTempDirectory(
              "otter-pg",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path password = Files.writeString(directory.resolve("password"), PASSWORD);
      if (isRoot()) {
        UserPrincipal owner =
            directory
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(PACKAGE_USER);
        Files.setOwner(directory, owner);
        Files.setOwner(password, owner);
      }
      PostgresServer server = new PostgresServer(directory, FreePorts.next());
      server.run(
          "initdb",
          "--pgdata=" + server.data(),
          "--username=" + USER,
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C.UTF-8");
      server.resume();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The variables that make a node use it. */
  public String[] environment() {
    return new String[] {
      "OTTER_STORE_URL", url(), "OTTER_STORE_USER", USER, "OTTER_STORE_PASSWORD", PASSWORD
    };
  }

  /** Stops it as a crash would, without a word to its clients. */
  public void stop() {
    run("pg_ctl", "stop", "--pgdata=" + data(), "--mode=immediate", "--wait");
  }

  /** Starts it again. */
  public void resume() {
    run(
        "pg_ctl",
        "start",
        "--pgdata=" + data(),
        "--log=" + directory.resolve("log"),
        "--wait",
        "--options=-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            + directory);
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void run(String program, String... args) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", PACKAGE_USER, "--"));
    }
    command.add(bin().resolve(program).toString());
    command.addAll(List.of(args));
    Path said = directory.resolve("said-" + program);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(program + " failed: " + Files.readString(said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The newest that is installed: scripts/install-test-tools. */
  private static Path bin() {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .max(Comparator.comparingInt(each -> Integer.parseInt(each.getFileName().toString())))
          .orElseThrow()
          .resolve("bin");
    } catch (IOException e) {
      throw new AssertionError("no PostgreSQL here; run scripts/install-test-tools", e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
