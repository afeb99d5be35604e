package dev.otter.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls about API keys over HTTP, against a real node with its embedded store. */
class KeysApiIT {

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aNewKeyIsShownOnceAndOpensWhatItsScopesSay() {
    Answer made = create("backend", "rooms:write");
    String key = made.json().get("key").asText();
    String id = made.json().get("id").asText();

    assertThat(made.status()).isEqualTo(201);
    assertThat(key).matches("otter_[0-9A-Za-z]{10}_[0-9A-Za-z]{36}").contains(id);
    assertThat(call("POST", "/v1/rooms", "{}", key).status()).isEqualTo(201);
    JsonNode listed = listed(id);
    assertThat(listed.get("name").asText()).isEqualTo("backend");
    assertThat(listed.get("scopes")).hasSize(1);
    assertThat(Instant.parse(listed.get("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(call("GET", "/v1/keys", null, TestNode.API_KEY).text()).doesNotContain(key);
  }

  @ParameterizedTest
  @CsvSource({
    "rooms:read, POST, /v1/rooms, rooms:write",
    "rooms:read, POST, /createRoom, rooms:write",
    "rooms:write, GET, /v1/rooms/some, rooms:read",
    "rooms:write, GET, /v1/keys, keys:admin",
    "rooms:write, POST, /v1/keys, keys:admin",
    "rooms:write, POST, /v1/keys/x/rotate, keys:admin",
    "rooms:write, DELETE, /v1/keys/x, keys:admin",
    "keys:admin, POST, /v1/tokens/revoke, rooms:write"
  })
  void aCallWithoutItsScopeIsRefusedAndTheScopeNamed(
      String has, String method, String path, String needs) {
    String key = create("narrow", has).json().get("key").asText();

    Answer refused = call(method, path, method.equals("GET") ? null : "{}", key);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("scope-missing");
    assertThat(refused.json().get("message").asText())
        .isEqualTo("this call needs the scope " + needs + "; this key has " + has);
  }

  @Test
  void aKeyThatMayOnlyReadGetsNoLinkIntoTheRoom() {
    TestRoom room = node.api().createRoom();
    String key = create("reader", "rooms:read").json().get("key").asText();

    Answer read = call("GET", "/v1/rooms/" + room.roomId(), null, key);

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json().get("url").isNull()).isTrue();
  }

  @Test
  void nobodyGivesScopesThatTheyDoNotHave() {
    String admin = create("admin", "keys:admin").json().get("key").asText();
    String writer = create("writer", "rooms:write").json().get("id").asText();

    Answer created =
        call("POST", "/v1/keys", "{\"name\":\"x\",\"scopes\":[\"rooms:write\"]}", admin);
    Answer rotated = call("POST", "/v1/keys/" + writer + "/rotate", "{}", admin);

    assertThat(created.code()).isEqualTo("scope-missing");
    assertThat(rotated.code()).isEqualTo("scope-missing");
  }

  @Test
  void afterARotationBothAreGoodUntilTheOldOneEnds() {
    Answer old = create("rotated", "rooms:write");
    String id = old.json().get("id").asText();

    Answer fresh =
        call("POST", "/v1/keys/" + id + "/rotate", "{\"overlapSeconds\":600}", TestNode.API_KEY);

    assertThat(fresh.status()).isEqualTo(201);
    assertThat(fresh.json().get("name").asText()).isEqualTo("rotated");
    for (Answer each : List.of(old, fresh)) {
      assertThat(call("POST", "/v1/rooms", "{}", each.json().get("key").asText()).status())
          .isEqualTo(201);
    }
    assertThat(Instant.parse(listed(id).get("expiresAt").asText()))
        .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(600));
    call("POST", "/v1/keys/" + id + "/rotate", "{\"overlapSeconds\":0}", TestNode.API_KEY);
    assertThat(call("POST", "/v1/rooms", "{}", old.json().get("key").asText()).code())
        .isEqualTo("api-key-invalid");
  }

  @Test
  void aRevokedKeyOpensNothingAndRevokingTwiceIsOnce() {
    Answer made = create("revoked", "rooms:write");
    String path = "/v1/keys/" + made.json().get("id").asText();

    Answer first = call("DELETE", path, null, TestNode.API_KEY);
    Answer second = call("DELETE", path, null, TestNode.API_KEY);

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.json().get("revokedAt")).isEqualTo(first.json().get("revokedAt"));
    assertThat(call("POST", "/v1/rooms", "{}", made.json().get("key").asText()).code())
        .isEqualTo("api-key-invalid");
  }

  @Test
  void theConfiguredKeyIsListedAndOnlyTheConfigurationEndsIt() {
    assertThat(listed("testing").get("name").asText()).isEqualTo("auth.apiKey");
    assertThat(call("DELETE", "/v1/keys/testing", null, TestNode.API_KEY).code())
        .isEqualTo("api-key-configured");
    assertThat(call("DELETE", "/v1/keys/nobodys", null, TestNode.API_KEY).code())
        .isEqualTo("api-key-not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"x\"}",
        "{\"name\":\"x\",\"scopes\":[]}",
        "{\"name\":\"x\",\"scopes\":[\"all\"]}",
        "{\"name\":\"x\",\"scopes\":\"rooms:read\"}",
        "{\"name\":\"x\",\"scopes\":[1]}",
        "{\"name\":\"\",\"scopes\":[\"rooms:read\"]}",
        "{\"name\":\"a\\nb\",\"scopes\":[\"rooms:read\"]}",
        "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"expiresAt\":\"tomorrow\"}",
        "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
        "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"expiresAt\":\"+999999-01-01T00:00:00Z\"}",
        "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"more\":1}"
      })
  void aKeyThatIsNotDescribedWellIsRefusedByTheMember(String body) {
    Answer refused = call("POST", "/v1/keys", body, TestNode.API_KEY);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("field-invalid");
  }

  @Test
  void theStoreHoldsNeitherAKeyNorWhatItsTokensAreSignedWith() throws Exception {
    String key = create("at rest", "rooms:write").json().get("key").asText();
    byte[] secret = TokenSecret.of(key);
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(dataDir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }

    assertThat(all.toString())
        .contains("at rest")
        .doesNotContain(
            key.substring(key.lastIndexOf('_') + 1),
            new String(secret, ISO_8859_1),
            HexFormat.of().formatHex(secret),
            Base64.getEncoder().encodeToString(secret),
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  private static Answer create(String name, String scope) {
    return node.api()
        .post("/v1/keys", "{\"name\":\"" + name + "\",\"scopes\":[\"" + scope + "\"]}");
  }

  private static JsonNode listed(String id) {
    for (JsonNode key : call("GET", "/v1/keys", null, TestNode.API_KEY).json().get("keys")) {
      if (key.get("id").asText().equals(id)) {
        return key;
      }
    }
    throw new AssertionError("not listed: " + id);
  }

  private static Answer call(String method, String path, String body, String key) {
    return node.api().send(method, path, body, "Authorization", "Bearer " + key);
  }
}
