package dev.otter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in to the console, and what a session may do, and what not. */
class ConsoleIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String SESSION = "/console/session";

  @TempDir static Path dataDir;
  private static TestNode node;
  private static String origin;

  @BeforeAll
  static void startNode() {
    node =
        TestNode.start(dataDir.resolve("1"), "OTTER_ALLOWED_ORIGINS", "https://calls.example.org");
    origin = node.base().toString();
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  private static Answer signIn(String key, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Authorization";
    all[headers.length + 1] = "Bearer " + key;
    return node.api().send("POST", SESSION, null, all);
  }

  private static String setCookie(Answer signedIn) {
    assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(204);
    return signedIn.headers().firstValue("set-cookie").orElseThrow();
  }

  /** The cookie as a browser sends it. */
  private static String session(String key) {
    return setCookie(signIn(key, "Origin", origin)).replaceFirst(";.*", "");
  }

  private static JsonNode made(String scopes) {
    Answer answer =
        node.api().post("/v1/keys", "{\"name\":\"console\",\"scopes\":[" + scopes + "]}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static String key(String scopes) {
    return made(scopes).get("key").asText();
  }

  private static Answer act(String method, String path, String cookie) {
    return node.api().send(method, path, null, "Cookie", cookie, "Origin", origin);
  }

  @Test
  void onlyItsOwnPageSignsInAndOnlyWithAKeyThatMayEmptyNodes() {
    assertThat(node.api().get("/console").text()).contains("console-page.js");
    assertThat(node.api().get(SESSION).status()).isEqualTo(204);
    assertThat(signIn(TestNode.API_KEY).code()).isEqualTo("origin-refused");
    assertThat(signIn(TestNode.API_KEY, "Origin", "https://evil.example").code())
        .isEqualTo("origin-refused");
    assertThat(signIn(TestNode.API_KEY, "Origin", "https://calls.example.org").code())
        .as("an origin that calls may come from")
        .isEqualTo("origin-refused");
    assertThat(signIn("otter_wrong", "Origin", origin).code()).isEqualTo("api-key-invalid");
    String weak = key("\"rooms:read\",\"rooms:write\",\"nodes:read\"");
    assertThat(signIn(weak, "Origin", origin).code()).isEqualTo("scope-missing");
  }

  @Test
  void noScriptReadsTheCookieAndNoOtherSiteSendsIt() {
    assertThat(setCookie(signIn(TestNode.API_KEY, "Origin", origin)))
        .matches("otter-console=[\\w-]{43}; .*")
        .contains("Path=/", "HTTPOnly", "SameSite=Strict", "Max-Age=1800")
        .doesNotContain("Secure", "Domain");
  }

  @Test
  void aSessionMayWhatItsPageNeedsAndNothingElse() {
    String cookie = session(TestNode.API_KEY);
    assertThat(node.api().get(SESSION, "Cookie", cookie).json().get("scopes")).hasSize(7);
    assertThat(node.api().get("/console/v1/keys", "Cookie", cookie).json().get("keys")).isNotNull();
    assertThat(node.api().get("/console/v1/keys").code()).isEqualTo("session-ended");
    assertThat(node.api().get("/console/v1/calls?failed=true&limit=5", "Cookie", cookie).json())
        .as("a query goes with its call")
        .hasSize(5);
    assertThat(node.api().get("/console/v1/calls?limit=0", "Cookie", cookie).status())
        .isEqualTo(400);
    TestRoom room = node.api().createRoom();
    String timeline = "/console/v1/rooms/" + room.roomId() + "/timeline";
    assertThat(node.api().get(timeline, "Cookie", cookie).json().get("events")).isNotNull();
    assertThat(node.api().get("/v1/keys", "Cookie", cookie).code())
        .as("the API itself takes no cookie")
        .isEqualTo("api-key-missing");
    for (String path :
        List.of("/console/v1/rooms", "/console/v1/tokens/revoke", "/console/v1/webhooks")) {
      assertThat(act("POST", path, cookie).status()).as(path).isEqualTo(404);
    }
    assertThat(act("POST", "/console/v1/keys", cookie).status()).isEqualTo(405);
  }

  @Test
  void anotherSitesPageChangesNothing() {
    String cookie = session(TestNode.API_KEY);
    TestRoom room = node.api().createRoom();
    String path = "/console/v1/rooms/" + room.roomId();
    assertThat(node.api().send("DELETE", path, null, "Cookie", cookie).code())
        .isEqualTo("origin-refused");
    assertThat(
            node.api()
                .send("DELETE", path, null, "Cookie", cookie, "Origin", "https://calls.example.org")
                .code())
        .isEqualTo("origin-refused");
    assertThat(act("DELETE", path, cookie).status()).isBetween(200, 204);
    assertThat(act("DELETE", SESSION, cookie).status()).isEqualTo(204);
    assertThat(act("DELETE", path, cookie).code()).isEqualTo("session-ended");
  }

  @Test
  void eachCallAsksForItsOwnScopeAndARevokedKeyEndsItsSessions() {
    JsonNode made = made("\"nodes:admin\",\"rooms:read\"");
    String cookie = session(made.get("key").asText());
    assertThat(node.api().get("/console/v1/keys", "Cookie", cookie).code())
        .isEqualTo("scope-missing");
    assertThat(act("DELETE", "/console/v1/rooms/rm_none", cookie).code())
        .isEqualTo("scope-missing");
    try (LiveClient live = LiveClient.open(node.base(), cookie, origin)) {
      assertThat(live.next().get("relays").isNull()).as("relays are for turn:admin").isTrue();
      // What it measured a second ago may be from before it was ready.
      live.until("nodes", nodes -> nodes.get(0).get("state").asText().equals("ready"));
      node.api()
          .send(
              "DELETE",
              "/v1/keys/" + made.get("id").asText(),
              null,
              "Authorization",
              "Bearer " + TestNode.API_KEY);
      Eventually.within(BOUND, "the socket ends", () -> live.closeCode() == 4401);
      assertThat(node.api().get(SESSION, "Cookie", cookie).status()).isEqualTo(204);
    }
  }

  @Test
  void theSocketShowsWhoIsInACallToASessionOfItsOwnPageOnly() {
    String cookie = session(TestNode.API_KEY);
    assertThat(LiveClient.refusal(node.base(), cookie, "https://calls.example.org")).isEqualTo(403);
    assertThat(LiveClient.refusal(node.base(), cookie, null)).isEqualTo(403);
    assertThat(LiveClient.refusal(node.base(), "otter-console=guessed", origin)).isEqualTo(401);
    TestRoom room = node.api().createRoom();
    try (LiveClient live = LiveClient.open(node.base(), cookie, origin)) {
      assertThat(live.next().get("relays").isArray()).isTrue();
      node.connect(room);
      JsonNode rooms = live.until("rooms", shown -> !shown.isEmpty());
      assertThat(rooms.get(0).get("roomId").asText()).isEqualTo(room.roomId());
      assertThat(rooms.get(0).get("participants")).hasSize(1);
      assertThat(rooms.toString()).doesNotContain(room.token(), "subject", "lock");
      assertThat(act("DELETE", "/console/v1/rooms/" + room.roomId(), cookie).status())
          .isBetween(200, 204);
      live.until("rooms", JsonNode::isEmpty);
    }
  }

  @Test
  void aRequestCountsOnceAsWhatItsAddressAndItsKeySend() {
    try (TestNode strict = TestNode.start(dataDir.resolve("2"), "OTTER_LIMITS_REQUEST_RATE", "1")) {
      String page = strict.base().toString();
      Answer signedIn =
          strict
              .api()
              .send(
                  "POST",
                  SESSION,
                  null,
                  "Origin",
                  page,
                  "Authorization",
                  "Bearer " + TestNode.API_KEY);
      String cookie = setCookie(signedIn).replaceFirst(";.*", "");
      // A burst is two: the second request is the last that fits in.
      assertThat(strict.api().get("/console/v1/keys", "Cookie", cookie).status()).isEqualTo(200);
    }
  }
}
