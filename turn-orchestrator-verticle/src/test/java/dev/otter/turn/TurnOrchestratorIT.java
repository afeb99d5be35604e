package dev.otter.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.http.JsonErrors;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.VisitRoom;
import dev.otter.contract.turn.EndRelaying;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.turn.stun.TurnRefusedException;
import dev.otter.turn.testing.RelayedData;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole verticle with two real relays, over HTTP; the token's text is the room's id, maybe with
 * ~ and a subject.
 */
@ExtendWith(VertxExtension.class)
class TurnOrchestratorIT {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int WAIT_SECONDS = 60;

  @TempDir private Path dataDir;

  private final BlockingQueue<IceServersChanged> told = new LinkedBlockingQueue<>();
  private volatile Set<Scope> scopes = Set.of(Scope.TURN_ADMIN);
  private Vertx vertx;
  private String deployment;
  private URI server;

  @BeforeEach
  void deploy(Vertx vertx) throws Exception {
    this.vertx = vertx;
    BusCodecs.register(vertx);
    BusReplies auth = new BusReplies(vertx);
    auth.answer(
            BusAddress.VERIFY_ROOM_TOKEN.address(),
            VerifyRoomToken.class,
            question ->
                Future.succeededFuture(
                    new RoomClaims(
                        new RoomId(question.token().replaceFirst("~.*", "")),
                        question.token().contains("~")
                            ? question.token().replaceFirst(".*~", "")
                            : "guest-26",
                        null,
                        "jti",
                        Instant.MAX,
                        null)))
        .await(60, SECONDS);
    auth.answer(
            BusAddress.VISIT_ROOM.address(),
            VisitRoom.class,
            question ->
                Future.succeededFuture(
                    Room.create(question.claims().roomId(), null, 2, Instant.EPOCH)))
        .await(60, SECONDS);
    auth.answer(
            BusAddress.VERIFY_API_KEY.address(),
            VerifyApiKey.class,
            question -> Future.succeededFuture(new ApiKeyClaims(new KeyId("k1"), scopes)))
        .await(60, SECONDS);
    vertx
        .eventBus()
        .<IceServersChanged>consumer(
            BusAddress.ICE_SERVERS_CHANGED.address(), message -> told.add(message.body()));
    deploy(TestRelays.config(2));
  }

  private void deploy(RelaysConfig relays) throws Exception {
    TurnConfig config =
        new TurnConfig(
            TurnDriver.PROCESS, List.of(), List.of("the-secret-of-this-test"), relays, false);
    TurnOrchestratorVerticle verticle =
        new TurnOrchestratorVerticle(
            NodeTag.random(),
            config,
            "127.0.0.1",
            dataDir,
            new TurnOrchestratorVerticle.Surroundings(
                new LocalKeyValueStores(vertx, System::nanoTime),
                ServingGate.ALWAYS_OPEN,
                Optional.empty()),
            InstantSource.system());
    deployment = vertx.deployVerticle(verticle).await(30, SECONDS);
    Router router = Router.router(vertx);
    verticle.routes().mount(router);
    router.route().failureHandler(new JsonErrors());
    HttpServer listening =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await(60, SECONDS);
    server = URI.create("http://127.0.0.1:" + listening.actualPort());
  }

  @AfterEach
  void undeploy() throws Exception {
    vertx.undeploy(deployment).await(30, SECONDS);
  }

  @Test
  void aRoomIsOnOneRelayAndRoomsAreSpread() {
    JsonObject shown = untilReady(2).getJsonObject(0);
    assertThat(shown.getString("addressFrom")).isEqualTo("this node is for this machine only");
    assertThat(send("GET", "/v1/turn/instances", 200).getJsonArray("waiting")).isEmpty();
    RoomId one = RoomId.random();
    RoomId other = RoomId.random();

    JsonArray first = iceServers(one);
    assertThat(iceServers(one).getJsonObject(0)).isEqualTo(first.getJsonObject(0));
    assertThat(iceServers(other).getJsonObject(0)).isNotEqualTo(first.getJsonObject(0));

    String port = port(first);
    assertThat(first.getJsonObject(0).getJsonArray("urls"))
        .containsExactly("stun:127.0.0.1:" + port);
    assertThat(first.getJsonObject(1).getJsonArray("urls"))
        .containsExactly(
            "turn:127.0.0.1:" + port + "?transport=udp",
            "turn:127.0.0.1:" + port + "?transport=tcp");
    assertThat(first.getJsonObject(1).getString("username")).endsWith(":guest-26");
  }

  @Test
  void whenARelayIsKilledItsRoomsAreToldAndGetAnotherAndNoOtherRoomIs() throws Exception {
    untilReady(2);
    RoomId one = RoomId.random();
    RoomId other = RoomId.random();
    JsonArray before = iceServers(one);
    iceServers(other);
    JsonObject victim = instance(each -> port(before).equals("" + each.getInteger("port")));

    long killed = System.nanoTime();
    kill(victim.getString("id"));
    IceServersChanged said = told.poll(WAIT_SECONDS, SECONDS);
    long toldMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);

    System.out.println("FIGURE kill -9: rooms told after " + toldMs + " ms");
    assertThat(said).isEqualTo(new IceServersChanged(one, victim.getString("id"), true));
    assertThat(port(iceServers(one))).isNotEqualTo(port(before));
    JsonArray all = untilReady(2);
    assertThat(all.stream().map(each -> ((JsonObject) each).getString("id")))
        .doesNotContain(victim.getString("id"));
    assertThat(told).isEmpty();
  }

  @Test
  void aDrainedRelayGetsNoNewRoomsAndADeletedOneIsReplaced() {
    JsonArray all = untilReady(2);
    String drained = all.getJsonObject(0).getString("id");
    String deleted = all.getJsonObject(1).getString("id");
    RoomId room = RoomId.random();
    iceServers(room);

    JsonObject draining = send("POST", "/v1/turn/instances/" + drained + "/drain", 200);
    JsonObject stopping = send("DELETE", "/v1/turn/instances/" + deleted, 200);

    assertThat(draining.getString("id")).isEqualTo(drained);
    assertThat(draining.getString("state")).isIn("draining", "stopping");
    assertThat(stopping.getString("state")).isEqualTo("stopping");
    JsonArray after = untilReady(2);
    assertThat(after.stream().map(each -> ((JsonObject) each).getString("id")))
        .doesNotContain(drained, deleted);
    assertThat(iceServers(room).size()).isEqualTo(2);
    assertThat(send("DELETE", "/v1/turn/instances/" + deleted, 404).getString("code"))
        .isEqualTo("relay-not-found");
    assertThat(send("POST", "/v1/turn/instances/nonsense/drain", 404).getString("code"))
        .isEqualTo("relay-not-found");
  }

  @Test
  void whoIsPutOutRelaysNoMoreAlsoWithACredentialThatIsStillGoodAndTheOthersGoOn() {
    untilReady(2);
    RoomId room = RoomId.random();
    try (RelayedData data = new RelayedData(vertx)) {
      JsonObject putOut = iceServers(room.value() + "~guest-1").getJsonObject(1);
      JsonObject stays = iceServers(room.value() + "~guest-2").getJsonObject(1);
      data.send("put out", putOut);
      data.send("stays", stays);
      data.untilArrives("put out");
      data.untilArrives("stays");

      long published = System.nanoTime();
      vertx
          .eventBus()
          .publish(BusAddress.END_RELAYING.address(), new EndRelaying(room, "guest-1", false));
      data.untilStops("put out");
      System.out.println(
          "FIGURE put out: the last datagram was relayed after "
              + TimeUnit.NANOSECONDS.toMillis(data.lastArrival("put out") - published)
              + " ms");

      try {
        data.send("again", putOut);
      } catch (TurnRefusedException e) {
        // It was put out before it had asked for all that it needs.
        assertThat(e).hasMessageStartingWith("refused with ");
      }
      data.untilStops("again");
      data.untilArrives("stays");
    }
  }

  @Test
  void whereOthersHaveTheSameLinkTheyAreToldToBeginAnew() throws Exception {
    untilReady(2);
    RoomId room = RoomId.random();
    try (RelayedData data = new RelayedData(vertx)) {
      JsonArray servers = iceServers(room);
      data.send("shared", servers.getJsonObject(1));
      data.untilArrives("shared");
      JsonObject relay = instance(each -> port(servers).equals("" + each.getInteger("port")));

      vertx
          .eventBus()
          .publish(BusAddress.END_RELAYING.address(), new EndRelaying(room, "guest-26", true));

      data.untilStops("shared");
      assertThat(told.poll(WAIT_SECONDS, SECONDS))
          .isEqualTo(new IceServersChanged(room, relay.getString("id"), true));
      data.send("anew", iceServers(room).getJsonObject(1));
      data.untilArrives("anew");
    }
  }

  @Test
  void moreRelaysComeWhenThereIsMoreToRelayAndGoWhenThereIsNot() throws Exception {
    undeploy();
    Duration atOnce = Duration.ZERO;
    deploy(TestRelays.config(new RelayCount(1, 2, 1, 100, atOnce, atOnce)));
    untilReady(1);
    RoomId room = RoomId.random();
    try (RelayedData data = new RelayedData(vertx)) {
      data.send("one", iceServers(room).getJsonObject(1));
      data.send("two", iceServers(room).getJsonObject(1));

      untilReady(2);
      // That of a self-test is counted until the node looks again.
      until(
          all ->
              all.stream()
                  .map(each -> ((JsonObject) each).getInteger("allocations"))
                  .sorted()
                  .toList()
                  .equals(List.of(0, 2)));
    }
    until(
        all ->
            all.stream()
                .anyMatch(
                    each ->
                        ((JsonObject) each)
                            .getString("reason")
                            .startsWith("more relays than wanted")));
  }

  @Test
  void aKeyWithoutTheScopeMayNeitherLookNorEnd() {
    scopes = Set.of(Scope.ROOMS_WRITE);

    for (String method : List.of("GET /v1/turn/instances", "DELETE /v1/turn/instances/x")) {
      String[] words = method.split(" ", -1);
      assertThat(send(words[0], words[1], 403).getString("code")).isEqualTo("scope-missing");
    }
  }

  private JsonArray untilReady(int count) {
    return until(
        all ->
            all.size() == count
                && all.stream()
                    .allMatch(each -> ((JsonObject) each).getString("state").equals("ready")));
  }

  private JsonArray until(Predicate<JsonArray> condition) {
    long end = System.nanoTime() + SECONDS.toNanos(WAIT_SECONDS);
    while (true) {
      JsonArray all = send("GET", "/v1/turn/instances", 200).getJsonArray("instances");
      if (condition.test(all)) {
        return all;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + WAIT_SECONDS + " s: " + all);
      }
      Thread.onSpinWait();
    }
  }

  private JsonObject instance(Predicate<JsonObject> wanted) {
    return send("GET", "/v1/turn/instances", 200).getJsonArray("instances").stream()
        .map(JsonObject.class::cast)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private JsonArray iceServers(RoomId room) {
    return iceServers(room.value());
  }

  private JsonArray iceServers(String token) {
    return send("GET", "/v1/ice-servers?token=" + token, 200).getJsonArray("iceServers");
  }

  private static String port(JsonArray iceServers) {
    String url = iceServers.getJsonObject(0).getJsonArray("urls").getString(0);
    return url.substring(url.lastIndexOf(':') + 1);
  }

  private void kill(String relayId) throws IOException {
    Path pid = dataDir.resolve("relays").resolve(relayId).resolve("pid");
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow().destroyForcibly();
  }

  private JsonObject send(String method, String path, int status) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Authorization", "Bearer key")
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return new JsonObject(response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
