package dev.otter.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Starts the servers, each with the command line its users would write.
 *
 * @param otter the command that starts Otter
 * @param others the directory of the other servers
 * @param work where data and logs go
 * @param pinned whether the servers are kept on the first processor
 */
public record Launch(List<String> otter, Path others, Path work, boolean pinned) {

  /** Every server that can be measured; the first three words of a table. */
  public static final List<String> NAMES =
      List.of("otter", "ws", "ws-raw", "socket.io", "peer", "bare");

  /** Room for the limits of idle runs, which are not what is measured. */
  private static final String CONNECTIONS = "100000";

  /**
   * Starts a server by its name, one of {@link #NAMES}. Blocking.
   *
   * @throws IllegalArgumentException for any other name
   */
  public Target start(String name) {
    String apiKey = "bench-" + UUID.randomUUID();
    Path directory = newDirectory(name);
    return switch (name) {
      case "otter" ->
          target(
              name,
              new OtterDialect(apiKey),
              otter,
              Map.of(
                  "OTTER_HTTP_HOST",
                  "127.0.0.1",
                  "OTTER_HTTP_PORT",
                  "0",
                  "OTTER_API_KEY",
                  apiKey,
                  "OTTER_DATA_DIR",
                  directory.toString(),
                  "OTTER_LIMITS_MESSAGE_RATE",
                  "0",
                  "OTTER_LIMITS_REQUEST_RATE",
                  "0",
                  "OTTER_LIMITS_CONNECTIONS_PER_ADDRESS",
                  "0",
                  "OTTER_LIMITS_CONNECTIONS_PER_NODE",
                  CONNECTIONS),
              directory);
      case "ws" -> target(name, new WsDialect(), node("ws-relay.js"), Map.of(), directory);
      case "ws-raw" ->
          target(name, new WsDialect(), node("ws-relay.js", "raw"), Map.of(), directory);
      case "socket.io" ->
          target(name, new SocketIoDialect(), node("socket-io-relay.js"), Map.of(), directory);
      case "peer" -> target(name, new PeerDialect(), node("peer-server.js"), Map.of(), directory);
      case "bare" -> startBare();
      default -> throw new IllegalArgumentException("no server " + name + ", but " + NAMES);
    };
  }

  /**
   * Starts the relay that shows how fast the generator is. Blocking.
   *
   * @param fate nothing, or what happens to one message in a hundred
   */
  public Target startBare(String... fate) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.otter.bench.bare.BareRelay"));
    command.addAll(List.of(fate));
    return target("bare", new BareDialect(), command, Map.of(), newDirectory("bare"));
  }

  private Target target(
      String name,
      Dialect dialect,
      List<String> command,
      Map<String, String> environment,
      Path directory) {
    List<String> words = new ArrayList<>();
    if (pinned) {
      words.addAll(List.of("taskset", "0x1"));
    }
    words.addAll(command);
    return new Target(
        name, dialect, ServerProcess.start(words, environment, directory.resolve("output")));
  }

  private List<String> node(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", "--expose-gc"));
    command.add(others.resolve(script).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private Path newDirectory(String name) {
    try {
      return Files.createTempDirectory(Files.createDirectories(work), name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
