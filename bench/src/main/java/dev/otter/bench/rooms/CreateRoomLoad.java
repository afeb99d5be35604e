package dev.otter.bench.rooms;

import dev.otter.bench.report.Machine;
import dev.otter.bench.target.ServerProcess;
import dev.otter.bench.wire.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes rooms at a fixed rate on a node of its own, each with a name of its own, so that each is
 * written to the disk before it is answered, and says how long the answers took. A request counts
 * from when it was due, not from when it was sent: a node that falls behind is not asked less.
 */
public final class CreateRoomLoad {

  private static final int WARM_UP_SECONDS = 90;
  private static final int MEASURED_SECONDS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI rooms;
  private final String apiKey;
  private final long periodNanos;
  private final AtomicInteger refused = new AtomicInteger();

  private CreateRoomLoad(int port, String apiKey, int rate) {
    this.rooms = URI.create("http://127.0.0.1:" + port + "/v1/rooms");
    this.apiKey = apiKey;
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
  }

  /**
   * Starts a node, loads it, and prints one line of figures. The process ends with 1 when a request
   * was not answered with 201.
   *
   * @param args the rate per second; the fat jar
   * @throws IOException when the node's directory cannot be made
   */
  public static void main(String[] args) throws IOException {
    int rate = Integer.parseInt(args[0]);
    String apiKey = "bench-" + UUID.randomUUID();
    Path directory = Files.createTempDirectory("otter-bench-rooms-");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", args[1]);
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
    Machine machine = Machine.now();
    int refused;
    try (ServerProcess node =
        ServerProcess.start(command, environment, directory.resolve("output"))) {
      CreateRoomLoad load = new CreateRoomLoad(node.port(), apiKey, rate);
      load.run(WARM_UP_SECONDS, rate);
      double cpuBefore = node.cpuSeconds();
      Latencies measured = load.run(MEASURED_SECONDS, rate);
      refused = load.refused.get();
      System.out.printf(
          Locale.ROOT,
          "createRoom at %d/s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms; %d rooms, %d not made;"
              + " the node used %.2f processors; load %s%n",
          rate,
          measured.quantileMicros(0.5) / 1_000,
          measured.quantileMicros(0.99) / 1_000,
          measured.quantileMicros(0.999) / 1_000,
          measured.count(),
          refused,
          (node.cpuSeconds() - cpuBefore) / MEASURED_SECONDS,
          machine.load());
    }
    System.exit(refused == 0 ? 0 : 1);
  }

  private Latencies run(int seconds, int rate) {
    Latencies latencies = new Latencies();
    Phaser underWay = new Phaser(1);
    long due = System.nanoTime();
    for (int i = 0; i < seconds * rate; i++) {
      due += periodNanos;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long dueAt = due;
      underWay.register();
      CompletableFuture<?> unused =
          http.sendAsync(request(), HttpResponse.BodyHandlers.discarding())
              .whenComplete(
                  (answer, failure) -> {
                    synchronized (latencies) {
                      latencies.record(System.nanoTime() - dueAt);
                    }
                    if (failure != null || answer.statusCode() != 201) {
                      refused.incrementAndGet();
                    }
                    underWay.arriveAndDeregister();
                  });
    }
    underWay.arriveAndAwaitAdvance();
    return latencies;
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(rooms)
        .header("Authorization", "Bearer " + apiKey)
        .POST(HttpRequest.BodyPublishers.ofString("{\"uniqueName\":\"" + UUID.randomUUID() + "\"}"))
        .build();
  }
}
