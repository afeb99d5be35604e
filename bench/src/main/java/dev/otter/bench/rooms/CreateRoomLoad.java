package dev.otter.bench.rooms;

import dev.otter.bench.report.Machine;
import dev.otter.bench.target.ServerProcess;
import dev.otter.bench.wire.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Makes rooms at a fixed rate, on a node and on {@link BareRooms} in turn, and says how long the
 * answers took. Each room has a name of its own, so each is on the disk before it is answered. A
 * machine that others use too stalls either: what the bare server takes is not the node's.
 */
public final class CreateRoomLoad {

  private static final int WARM_UP_SECONDS = 90;
  private static final int ROUND_SECONDS = 10;
  private static final int ROUNDS = 6;
  private static final double MICROS_PER_MS = 1_000;

  private CreateRoomLoad() {}

  /**
   * Starts both servers, loads them, and prints a table. The process ends with 1 when a request was
   * not answered with 201.
   *
   * @param args the rate per second; the fat jar
   * @throws IOException when a directory cannot be made, or a server ends a connection
   */
  public static void main(String[] args) throws IOException {
    int rate = Integer.parseInt(args[0]);
    String apiKey = "bench-" + UUID.randomUUID();
    Path directory = Files.createTempDirectory("otter-bench-rooms-");
    Machine machine = Machine.now();
    int refused;
    try (ServerProcess node = node(args[1], apiKey, directory);
        ServerProcess bare = bare(directory);
        OpenLoop toNode = new OpenLoop(node.port(), apiKey, rate);
        OpenLoop toBare = new OpenLoop(bare.port(), apiKey, rate)) {
      toNode.run(WARM_UP_SECONDS, new Latencies());
      toBare.run(ROUND_SECONDS, new Latencies());
      Latencies ofNode = new Latencies();
      Latencies ofBare = new Latencies();
      double processors = 0;
      for (int i = 0; i < ROUNDS; i++) {
        double before = node.cpuSeconds();
        toNode.run(ROUND_SECONDS, ofNode);
        processors += (node.cpuSeconds() - before) / (ROUNDS * ROUND_SECONDS);
        toBare.run(ROUND_SECONDS, ofBare);
      }
      refused = toNode.refused() + toBare.refused();
      System.out.printf(
          "| createRoom at %d/s, ms | p50 | p99 | p99.9 |%n|---|---|---|---|%n", rate);
      print("a node, embedded store", ofNode);
      print("written, forced, answered", ofBare);
      System.out.printf(
          Locale.ROOT,
          "%d rooms each, %d not made; the node used %.2f of %d processors; load %s; %s%n",
          ofNode.count(),
          refused,
          processors,
          machine.processors(),
          machine.load(),
          machine.processor());
    }
    System.exit(refused == 0 ? 0 : 1);
  }

  private static void print(String server, Latencies latencies) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f |%n",
        server,
        latencies.quantileMicros(0.5) / MICROS_PER_MS,
        latencies.quantileMicros(0.99) / MICROS_PER_MS,
        latencies.quantileMicros(0.999) / MICROS_PER_MS);
  }

  private static ServerProcess node(String jar, String apiKey, Path directory) {
    Map<String, String> environment =
        Map.of(
            "OTTER_HTTP_HOST",
            "127.0.0.1",
            "OTTER_HTTP_PORT",
            "0",
            "OTTER_API_KEY",
            apiKey,
            "OTTER_TURN_DRIVER",
            "none",
            "OTTER_DATA_DIR",
            directory.resolve("data").toString(),
            "OTTER_LIMITS_REQUEST_RATE",
            "0");
    return ServerProcess.start(
        List.of(java(), "-jar", jar), environment, directory.resolve("node"));
  }

  private static ServerProcess bare(Path directory) {
    return ServerProcess.start(
        List.of(
            java(),
            "-cp",
            System.getProperty("java.class.path"),
            BareRooms.class.getName(),
            directory.resolve("rooms").toString()),
        Map.of(),
        directory.resolve("bare"));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
