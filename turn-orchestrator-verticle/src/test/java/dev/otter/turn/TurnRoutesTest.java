package dev.otter.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.JsonErrors;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.VisitRoom;
import dev.otter.turn.relay.RelayDirectory;
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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP; what the auth verticle would say of a token is said here. */
@ExtendWith(VertxExtension.class)
class TurnRoutesTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String USERNAME = "1700000600:guest-26";
  private static final String PASSWORD = "BpN6pZ1/c73/+e/ERmxsl4D6rrU=";
  private static final List<String> SECRETS =
      List.of("correct-horse-battery-staple", "the-secret-before-it");

  private final RelayDirectory directory = new RelayDirectory(System::nanoTime);
  private Vertx vertx;

  /** What the rooms verticle says of the room; null where it is live. */
  private volatile RefusedException refusal;

  @BeforeEach
  void answerForAuth(Vertx vertx) throws TimeoutException {
    this.vertx = vertx;
    BusCodecs.register(vertx);
    BusReplies replies = new BusReplies(vertx);
    replies
        .answer(
            BusAddress.VISIT_ROOM.address(),
            VisitRoom.class,
            question ->
                refusal == null
                    ? Future.succeededFuture(Room.create(question.claims().roomId(), null, 2, NOW))
                    : Future.failedFuture(refusal))
        .await(60, SECONDS);
    replies
        .answer(
            BusAddress.VERIFY_ROOM_TOKEN.address(),
            VerifyRoomToken.class,
            question ->
                "good".equals(question.token())
                    ? Future.succeededFuture(
                        new RoomClaims(RoomId.random(), "guest-26", null, "jti", NOW, null))
                    : Future.failedFuture(
                        new RefusedException(ErrorCode.TOKEN_INVALID, "not this one")))
        .await(60, SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"PUT_OUT, 403", "ROOM_CLOSED, 410"})
  void whoMayNotComeInGetsNoCredentials(ErrorCode code, int status) throws TimeoutException {
    refusal = new RefusedException(code, "not you, or not any more");
    URI server = serve("turn:a.example.com");

    for (String path : List.of("/v1/ice-servers?token=good", "/credentials?token=good")) {
      HttpResponse<String> response = get(server.resolve(path));

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).contains(code.code()).doesNotContain("credential");
    }
  }

  @Test
  void stunServersComeBareAndTurnServersWithACredential() throws TimeoutException {
    URI server =
        serve(
            "turn:a.example.com",
            "stun:b.example.com:3478",
            "turns:c.example.com:443?transport=tcp",
            "stun:d.example.com");

    HttpResponse<String> response = get(server.resolve("/v1/ice-servers?token=good"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject()
                .put(
                    "iceServers",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put(
                                    "urls",
                                    new JsonArray()
                                        .add("stun:b.example.com:3478")
                                        .add("stun:d.example.com")))
                        .add(
                            new JsonObject()
                                .put(
                                    "urls",
                                    new JsonArray()
                                        .add("turn:a.example.com")
                                        .add("turns:c.example.com:443?transport=tcp"))
                                .put("username", USERNAME)
                                .put("credential", PASSWORD)))
                .put("ttl", 600));
  }

  @Test
  void onlyStunServersNeedNoCredential() throws TimeoutException {
    URI server = serve("stun:b.example.com");

    HttpResponse<String> response = get(server.resolve("/v1/ice-servers?token=good"));

    assertThat(response.body())
        .isEqualTo("{\"iceServers\":[{\"urls\":[\"stun:b.example.com\"]}],\"ttl\":600}");
  }

  @Test
  void noServersAreAnEmptyList() throws TimeoutException {
    URI server = serve();

    HttpResponse<String> response = get(server.resolve("/v1/ice-servers?token=good"));

    assertThat(response.body()).isEqualTo("{\"iceServers\":[],\"ttl\":600}");
  }

  @Test
  void theFirstOttersCredentialsHaveItsShape() throws TimeoutException {
    URI server = serve("turn:a.example.com");

    HttpResponse<String> response = get(server.resolve("/credentials?token=good"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject()
                .put("username", USERNAME)
                .put("credential", PASSWORD)
                .put("urls", new JsonArray().add("turn:a.example.com"))
                .put("ttl", 600));
  }

  @Test
  void withoutServersTheFirstOttersCredentialsNameNone() throws TimeoutException {
    URI server = serve();

    HttpResponse<String> response = get(server.resolve("/credentials?token=good"));

    assertThat(new JsonObject(response.body()).fieldNames())
        .containsExactlyInAnyOrder("username", "credential", "ttl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/ice-servers", "/credentials"})
  void credentialsAreNeverCached(String path) throws TimeoutException {
    HttpResponse<String> response = get(serve().resolve(path + "?token=good"));

    assertThat(response.headers().allValues("cache-control")).containsExactly("no-store");
    assertThat(response.headers().allValues("content-type")).containsExactly("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/ice-servers?token=bad", "/v1/ice-servers", "/credentials?token=bad"})
  void withoutAGoodTokenThereAreNone(String path) throws TimeoutException {
    HttpResponse<String> response = get(serve("turn:a.example.com").resolve(path));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body())
        .isEqualTo("{\"code\":\"token-invalid\",\"message\":\"not this one\"}");
  }

  @Test
  void whoAsksForCredentialsInALoopIsStopped() throws TimeoutException {
    URI server = serve("turn:a.example.com");
    for (int i = 0; i < CredentialRate.BURST; i++) {
      assertThat(get(server.resolve("/v1/ice-servers?token=good")).statusCode()).isEqualTo(200);
    }

    for (String path : List.of("/v1/ice-servers?token=good", "/credentials?token=good")) {
      HttpResponse<String> response = get(server.resolve(path));

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.body()).contains("request-rate").doesNotContain("credential\"");
      assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }
  }

  private URI serve(String... urls) throws TimeoutException {
    Router router = Router.router(vertx);
    TurnCredentials credentials = new TurnCredentials(SECRETS.get(0), () -> NOW);
    IceUrls all = claims -> Future.succeededFuture(List.of(urls));
    IceServerLists lists = new IceServerLists(credentials, new CredentialRate(() -> 0));
    new TurnRoutes(vertx, all, lists, directory).mount(router);
    router.route().failureHandler(new JsonErrors());
    HttpServer listening =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await(60, SECONDS);
    return URI.create("http://127.0.0.1:" + listening.actualPort());
  }

  private static HttpResponse<String> get(URI uri) {
    try {
      return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
