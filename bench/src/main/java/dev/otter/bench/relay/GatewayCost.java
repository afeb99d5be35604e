package dev.otter.bench.relay;

import dev.otter.bench.report.Machine;
import dev.otter.bench.target.ServerProcess;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Starts a node with the gateway and one without, loads both in turn, and prints what one is of the
 * other. Both run CoTURN with the same settings; only the gateway differs.
 */
public final class GatewayCost implements AutoCloseable {

  private static final int[] SIZES = {160, 1_200};
  private static final long FLOOD_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int PACED_PER_SECOND = 1_000;
  private static final int START_SECONDS = 60;
  private static final double TICKS_PER_SECOND = 100;
  private static final int FIRST_RELAY_PORT = 49_152;

  private final String secret = "bench-" + UUID.randomUUID();
  private final Path directory;
  private final String jar;
  private final boolean gateway;
  private final int port;
  private final ServerProcess node;
  private final RelayLoad load;
  private final long relayPid;

  private GatewayCost(Path directory, String jar, boolean gateway) throws IOException {
    this.directory = directory;
    this.jar = jar;
    this.gateway = gateway;
    this.port = freePort();
    this.node = start();
    this.relayPid = awaitRelay();
    this.load =
        new RelayLoad(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), secret);
  }

  /** What one round of one kind came to. */
  private record Round(double perSecond, double relayMicros, double nodeMicros, double p50Micros) {}

  /**
   * Runs all rounds and prints a table. The process ends with 1 when more than a hundredth was
   * lost.
   *
   * @param args how many rounds; the fat jar
   * @throws IOException when a node's directory cannot be made
   */
  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory("otter-bench-relay-");
    Machine machine = Machine.now();
    boolean clean;
    try (GatewayCost direct = new GatewayCost(directory.resolve("direct"), args[1], false);
        GatewayCost through = new GatewayCost(directory.resolve("gateway"), args[1], true)) {
      System.out.println("| ChannelData, client to peer | CoTURN | gateway and CoTURN | ratio |");
      System.out.println("|---|---|---|---|");
      for (int size : SIZES) {
        List<Round> without = new ArrayList<>();
        List<Round> with = new ArrayList<>();
        direct.round(size);
        through.round(size);
        for (int i = 0; i < rounds; i++) {
          without.add(direct.round(size));
          with.add(through.round(size));
        }
        print(size, without, with);
      }
      clean = direct.load.lost() + through.load.lost() < 10_000;
      System.out.printf(
          "%d rounds; lost %d and %d; %d processors for all, load %s; %s%n",
          rounds,
          direct.load.lost(),
          through.load.lost(),
          machine.processors(),
          machine.load(),
          machine.processor());
    }
    System.exit(clean ? 0 : 1);
  }

  private static void print(int size, List<Round> without, List<Round> with) {
    row(size + " bytes: packets a second", without, with, Round::perSecond, "%.0f");
    row(size + " bytes: CPU of CoTURN, µs a packet", without, with, Round::relayMicros, "%.1f");
    double own = median(with, Round::nodeMicros);
    System.out.printf(
        Locale.ROOT,
        "| %d bytes: CPU of the gateway, µs a packet | | %.1f | %.2f of CoTURN's |%n",
        size,
        own,
        own / median(without, Round::relayMicros));
    row(size + " bytes: p50 at 1,000 a second, µs", without, with, Round::p50Micros, "%.0f");
  }

  private static void row(
      String what,
      List<Round> without,
      List<Round> with,
      ToDoubleFunction<Round> figure,
      String format) {
    double one = median(without, figure);
    double other = median(with, figure);
    System.out.printf(
        Locale.ROOT,
        "| %s | " + format + " | " + format + " | %.2f |%n",
        what,
        one,
        other,
        other / one);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private Round round(int size) throws IOException {
    double relayBefore = cpuSeconds(relayPid);
    double nodeBefore = node.cpuSeconds();
    long arrived = load.flood(size, FLOOD_NANOS);
    double micros = TimeUnit.SECONDS.toMicros(1) / (double) Math.max(1, arrived);
    double relay = (cpuSeconds(relayPid) - relayBefore) * micros;
    double own = (node.cpuSeconds() - nodeBefore) * micros;
    double perSecond = arrived * (double) TimeUnit.SECONDS.toNanos(1) / FLOOD_NANOS;
    double p50 = load.paced(size, PACED_PER_SECOND, FLOOD_NANOS).quantileMicros(0.5);
    return new Round(perSecond, relay, own, p50);
  }

  private ServerProcess start() throws IOException {
    Files.createDirectories(directory);
    Map<String, String> environment = new HashMap<>();
    environment.put("OTTER_HTTP_HOST", "127.0.0.1");
    environment.put("OTTER_HTTP_PORT", "0");
    environment.put("OTTER_API_KEY", secret);
    environment.put("OTTER_DATA_DIR", directory.resolve("data").toString());
    environment.put("OTTER_TURN_DRIVER", "process");
    environment.put("OTTER_TURN_SECRET", secret);
    environment.put("OTTER_TURN_RELAYS", "1");
    environment.put("OTTER_TURN_PORT", String.valueOf(port));
    environment.put("OTTER_TURN_ALLOWED_PEERS", "127.0.0.0/8");
    environment.put("OTTER_TURN_GATEWAY", gateway ? "on" : "off");
    List<String> command =
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar);
    return ServerProcess.start(command, environment, directory.resolve("output"));
  }

  /** Waits until the relay is handed out; tells its process. */
  private long awaitRelay() throws IOException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/v1/turn/instances"))
            .header("Authorization", "Bearer " + secret)
            .build();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try {
      while (System.nanoTime() < end) {
        String said = http.send(ask, HttpResponse.BodyHandlers.ofString()).body();
        if (said.contains("\"ready\"")) {
          return relayPid();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    node.close();
    throw new IllegalStateException("no relay is ready");
  }

  private long relayPid() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data").resolve("relays"), 2)) {
      Path pid = files.filter(each -> each.endsWith("pid")).findFirst().orElseThrow();
      return Long.parseLong(Files.readString(pid).strip());
    }
  }

  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Arrays.stream(fields, 11, 13).mapToLong(Long::parseLong).sum() / TICKS_PER_SECOND;
  }

  @Override
  public void close() throws IOException {
    load.close();
    node.close();
  }

  /** Not one that a relay might take. */
  private static int freePort() throws IOException {
    while (true) {
      try (DatagramSocket socket = new DatagramSocket()) {
        if (socket.getLocalPort() < FIRST_RELAY_PORT) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
