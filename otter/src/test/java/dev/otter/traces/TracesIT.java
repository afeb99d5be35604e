package dev.otter.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.traces.TestCollector.Taken;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trace of one call over two nodes: one has the rooms and runs a relay, the other one has the
 * sockets, and both send what they did to a collector.
 */
class TracesIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String HTTP = "POST /v1/rooms";
  private static final String CREATE = "otter.rooms.create";
  private static final String JOIN = "otter.join";
  private static final String ICE = "otter.turn.ice-servers";
  private static final String ALLOCATION = "otter.relay.allocation";

  /** All that may ever be said of a span. */
  private static final Set<String> KEYS =
      Set.of(
          "http.request.method",
          "http.route",
          "http.response.status_code",
          "error.type",
          "otter.relay.id");

  @TempDir static Path directory;
  private static TestCollector collector;
  private static TestNode rooms;
  private static TestNode sockets;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    collector = new TestCollector();
    vertx = Vertx.vertx();
    int port = FreePorts.next();
    String members = "127.0.0.1:" + port;
    rooms =
        TestNode.startClusteredWith(
            directory.resolve("rooms"),
            port,
            members,
            "OTTER_TRACES_ENDPOINT",
            collector.endpoint(),
            "OTTER_VERTICLES",
            "auth,rooms,turn-orchestrator",
            "OTTER_TURN_DRIVER",
            "process");
    sockets =
        TestNode.startClusteredWith(
            directory.resolve("sockets"),
            FreePorts.next(),
            members,
            "OTTER_TRACES_ENDPOINT",
            collector.endpoint(),
            "OTTER_VERTICLES",
            "signaling");
  }

  @AfterAll
  static void stop() {
    sockets.close();
    rooms.close();
    collector.close();
    vertx.close();
  }

  @Test
  void oneTraceLeadsFromMakingARoomOverTheSocketAndTheBusToTheRelaysAllocation() throws Exception {
    Eventually.within(BOUND, "a relay is ready", TracesIT::relayIsReady);
    TestRoom room = rooms.api().createRoom();
    try (V1Client client = V1Client.knock(sockets.base(), room)) {
      JsonNode server = client.await("welcome").at("/iceServers/1");
      allocate(server);

      Eventually.within(BOUND, "the allocation is traced", () -> span(ALLOCATION) != null);
      Eventually.within(
          BOUND,
          "all of its trace is there",
          () -> traceOf(span(ALLOCATION)).keySet().containsAll(Set.of(HTTP, CREATE, JOIN, ICE)));

      Map<String, Taken> trace = traceOf(span(ALLOCATION));
      assertThat(trace.get(HTTP).parent()).isEmpty();
      assertThat(trace.get(CREATE).parent()).isEqualTo(trace.get(HTTP).id());
      assertThat(trace.get(JOIN).parent()).isEqualTo(trace.get(CREATE).id());
      assertThat(trace.get(ICE).parent()).isEqualTo(trace.get(JOIN).id());
      assertThat(trace.get(ALLOCATION).parent()).isEqualTo(trace.get(ICE).id());
      assertThat(trace.get(CREATE).node()).isEqualTo(trace.get(ICE).node());
      assertThat(trace.get(JOIN).node()).isNotEqualTo(trace.get(CREATE).node());
      assertThat(trace.get(HTTP).attributes())
          .containsEntry("http.route", "/v1/rooms")
          .containsEntry("http.response.status_code", "201");
      nothingSecretIsIn(room, server);
    }
  }

  private static void nothingSecretIsIn(TestRoom room, JsonNode server) {
    assertThat(collector.spans())
        .allSatisfy(each -> assertThat(KEYS).containsAll(each.attributes().keySet()));
    assertThat(collector.raw())
        .contains("/v1/rooms")
        .doesNotContain(
            room.token(),
            room.roomId(),
            TestNode.API_KEY,
            server.get("username").asText(),
            server.get("credential").asText(),
            "127.0.0.1");
  }

  @Test
  void aCallerThatTracesFindsTheRoomInItsOwnTrace() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    Answer made =
        rooms
            .api()
            .send(
                "POST",
                "/v1/rooms",
                "{}",
                "Authorization",
                "Bearer " + TestNode.API_KEY,
                "traceparent",
                "00-" + trace + "-b7ad6b7169203331-01");

    assertThat(made.status()).isEqualTo(201);
    Eventually.within(
        BOUND,
        "it is in that trace",
        () ->
            collector.spans().stream()
                .anyMatch(
                    each ->
                        each.trace().equals(trace)
                            && each.name().equals(HTTP)
                            && each.parent().equals("b7ad6b7169203331")));
  }

  private static boolean relayIsReady() {
    return rooms
        .api()
        .get("/v1/turn/instances", "Authorization", "Bearer " + TestNode.API_KEY)
        .text()
        .contains("\"ready\"");
  }

  /**
   * Stays open until the node has looked: a relay tells of an allocation only while it is there.
   */
  private static void allocate(JsonNode server) throws Exception {
    URI relay = URI.create(server.at("/urls/0").asText().replaceFirst("turn:", "turn://"));
    TurnClient.open(
            vertx,
            new InetSocketAddress(relay.getHost(), relay.getPort()),
            StunTransport.UDP,
            server.get("username").asText(),
            server.get("credential").asText())
        .compose(TurnClient::allocate)
        .toCompletionStage()
        .toCompletableFuture()
        .get(BOUND.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
  }

  private static Taken span(String name) {
    return collector.spans().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Map<String, Taken> traceOf(Taken one) {
    List<Taken> all =
        collector.spans().stream().filter(each -> each.trace().equals(one.trace())).toList();
    return all.stream()
        .collect(Collectors.toMap(Taken::name, Function.identity(), (first, again) -> first));
  }
}
