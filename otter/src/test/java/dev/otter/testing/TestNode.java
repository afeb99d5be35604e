package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.config.ConfigurationLoader;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.room.ResumeWindow;
import dev.otter.launcher.OtterNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real node in this process, on a free port of loopback, with a data directory of its own. */
public final class TestNode implements AutoCloseable {

  /** The API key of every test node. */
  public static final String API_KEY = "otter_testing_0123456789abcdefghijklmnop";

  private static final int WAIT_SECONDS = 90;

  private final OtterNode node;
  private final Path dataDir;
  private final HttpApi api;

  private TestNode(OtterNode node, Path dataDir) {
    this.node = node;
    this.dataDir = dataDir;
    this.api = new HttpApi(node.publicUrl().base());
  }

  /** Starts a single node; {@code environment} is pairs of names and values. */
  public static TestNode start(Path dataDir, String... environment) {
    return start(dataDir, false, ResumeWindow.DEFAULT, environment);
  }

  /** Starts a single node that waits for interrupted participants as long as a test wants. */
  public static TestNode startWithResumeWindow(Path dataDir, Duration resumeWindow) {
    return start(dataDir, false, resumeWindow);
  }

  /** Starts a node that joins a cluster. */
  public static TestNode startClustered(Path dataDir, int port, String members) {
    return startClustered(dataDir, port, members, ResumeWindow.DEFAULT);
  }

  /** Starts a node that joins a cluster, with a resume window of its own. */
  public static TestNode startClustered(
      Path dataDir, int port, String members, Duration resumeWindow) {
    return start(dataDir, true, resumeWindow, clustered(port, members));
  }

  /** Starts a node that joins a cluster, with one variable more in its environment. */
  public static TestNode startClustered(
      Path dataDir, int port, String members, String variable, String value) {
    return startClusteredWith(dataDir, port, members, variable, value);
  }

  private static String[] clustered(int port, String members) {
    return new String[] {
      "OTTER_CLUSTER_PORT",
      String.valueOf(port),
      "OTTER_CLUSTER_MEMBERS",
      members,
      "OTTER_HTTP_HOST",
      "127.0.0.1"
    };
  }

  /** Starts a node that joins a cluster, with more variables. */
  public static TestNode startClusteredWith(
      Path dataDir, int port, String members, String... environment) {
    return startClusteredAt(InstantSource.system(), dataDir, port, members, environment);
  }

  /** Starts a node that joins a cluster, with a time of day that the test moves. */
  public static TestNode startClusteredAt(
      InstantSource clock, Path dataDir, int port, String members, String... environment) {
    String[] all =
        Stream.concat(Arrays.stream(clustered(port, members)), Arrays.stream(environment))
            .toArray(String[]::new);
    return start(dataDir, true, ResumeWindow.DEFAULT, clock, all);
  }

  private static TestNode start(
      Path dataDir, boolean cluster, Duration resumeWindow, String... environment) {
    return start(dataDir, cluster, resumeWindow, InstantSource.system(), environment);
  }

  private static TestNode start(
      Path dataDir,
      boolean cluster,
      Duration resumeWindow,
      InstantSource clock,
      String... environment) {
    Map<String, String> all = new HashMap<>();
    all.put("OTTER_HTTP_PORT", "0");
    all.put("OTTER_DATA_DIR", dataDir.toString());
    all.put("OTTER_API_KEY", API_KEY);
    all.put("OTTER_TURN_DRIVER", "none");
    // All clients of a test have one address, and many come with wrong tokens.
    all.put("OTTER_LIMITS_REQUEST_RATE", "0");
    all.put("OTTER_LIMITS_AUTH_FAILURES", "0");
    for (int i = 0; i < environment.length; i += 2) {
      all.put(environment[i], environment[i + 1]);
    }
    OtterConfig config = ConfigurationLoader.load(Optional.empty(), all, cluster).config();
    OtterNode node = new OtterNode(config, resumeWindow, clock);
    try {
      await(node.start());
    } catch (RuntimeException | AssertionError e) {
      await(node.stop());
      throw e;
    }
    return new TestNode(node, dataDir);
  }

  /** The HTTP API of this node. */
  public HttpApi api() {
    return api;
  }

  /** What it has mounted. */
  public List<HttpRoutes> routes() {
    return node.routes();
  }

  /** How often this node has read the room map to route a message. */
  public long roomLookups() {
    return node.roomLookups();
  }

  /** How many clients it holds. */
  public int connections() {
    return node.connections();
  }

  /** The base of its links. */
  public URI base() {
    return node.publicUrl().base();
  }

  /** Mints tokens with the node's own signing key, good ones and bad ones. */
  public TokenForge tokens() {
    try {
      JsonNode secrets =
          new ObjectMapper().readTree(Files.readAllBytes(dataDir.resolve("secrets.json")));
      return new TokenForge(
          secrets.get("signingKeyId").asText(),
          Base64.getUrlDecoder().decode(secrets.get("signingSecret").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Connects a client to a room by its token, and waits until the room has let it in or refused.
   */
  public TestSignalingClient connect(TestRoom room) {
    int before = participants(room);
    TestSignalingClient client = TestSignalingClient.connect(base(), room);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!client.isClosed() && participants(room) <= before) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in the room within " + WAIT_SECONDS + " s");
      }
    }
    return client;
  }

  /** How many are in a room; 0 when there is no such room. */
  public int participants(TestRoom room) {
    return api.get("/v1/rooms/" + room.roomId() + "?token=" + room.token())
        .json()
        .path("participantCount")
        .asInt();
  }

  @Override
  public void close() {
    await(node.stop());
  }

  /** Waits for a future, for a bound. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("not done within " + WAIT_SECONDS + " s", e);
    }
  }
}
