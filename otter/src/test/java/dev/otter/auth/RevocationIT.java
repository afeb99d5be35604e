package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.TokenForge;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was revoked on one node ends on all, and what was not goes on. */
class RevocationIT {

  private static final Duration PROMISED = Duration.ofSeconds(5);

  @TempDir static Path first;
  @TempDir static Path second;
  private static TestNode one;
  private static TestNode two;

  @BeforeAll
  static void startNodes() {
    int port = FreePorts.next();
    one = TestNode.startClustered(first, port, "");
    two = TestNode.startClustered(second, FreePorts.next(), "127.0.0.1:" + port);
  }

  @AfterAll
  static void stopNodes() {
    two.close();
    one.close();
  }

  @Test
  void revokingAKeyEndsWhatWasOpenedWithItsTokensOnAllNodesAndNothingElse() {
    Answer key =
        one.api().post("/v1/keys", "{\"name\":\"x\",\"scopes\":[\"rooms:write\",\"rooms:read\"]}");
    String text = key.json().get("key").asText();
    // The other node knows it at once.
    TestRoom linked = createRoom(two.api(), text);
    TestRoom minted = new TestRoom(one.api().createRoom().roomId(), "");
    minted = new TestRoom(minted.roomId(), mint(text, minted.roomId()));
    TestRoom others = one.api().createRoom();

    try (TestSignalingClient byLink = two.connect(linked);
        TestSignalingClient byBackend = two.connect(minted);
        TestSignalingClient stays = two.connect(others)) {
      Instant revokedAt = Instant.now();
      Answer revoked =
          one.api()
              .send(
                  "DELETE",
                  "/v1/keys/" + key.json().get("id").asText(),
                  null,
                  "Authorization",
                  "Bearer " + TestNode.API_KEY);

      assertThat(revoked.status()).isEqualTo(200);
      for (TestSignalingClient ended : new TestSignalingClient[] {byLink, byBackend}) {
        assertThat(ended.closed().code()).isEqualTo(4401);
        assertThat(ended.closed().reason()).startsWith("token-revoked: ");
      }
      assertThat(Duration.between(revokedAt, Instant.now())).isLessThan(PROMISED);
      for (TestNode node : new TestNode[] {one, two}) {
        awaitRevoked(node, linked);
        awaitRevoked(node, minted);
        assertThat(
                node.api()
                    .send("POST", "/v1/rooms", "{}", "Authorization", "Bearer " + text)
                    .code())
            .isEqualTo("api-key-invalid");
      }
      assertThat(stays.isClosed()).isFalse();
      assertThat(read(two, others).status()).isEqualTo(200);
    }
  }

  @Test
  void revokingATokenEndsItAndNotAnotherOfTheRoom() {
    TestRoom room = one.api().createRoom("{\"uniqueName\":\"two links\"}");
    Answer again = one.api().post("/v1/rooms", "{\"uniqueName\":\"two links\"}");
    String url = again.json().get("url").asText();
    TestRoom other = new TestRoom(room.roomId(), url.substring(url.indexOf("token=") + 6));

    try (TestSignalingClient ends = two.connect(room);
        TestSignalingClient stays = two.connect(other)) {
      String body = "{\"token\":\"" + room.token() + "\"}";
      assertThat(one.api().post("/v1/tokens/revoke", body).status()).isEqualTo(200);
      assertThat(one.api().post("/v1/tokens/revoke", body).status()).isEqualTo(200);

      assertThat(ends.closed().code()).isEqualTo(4401);
      awaitRevoked(two, room);
      assertThat(stays.isClosed()).isFalse();
      assertThat(read(two, other).status()).isEqualTo(200);
    }
  }

  @Test
  void aTokenIsRevokedByItsIdToo() {
    TestRoom room = one.api().createRoom();
    String token = one.tokens().good(room.roomId(), Instant.now().plusSeconds(600));

    Answer revoked =
        one.api()
            .post(
                "/v1/tokens/revoke",
                "{\"tokenId\":\"t1\",\"expiresAt\":\"" + Instant.now().plusSeconds(600) + "\"}");

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(read(one, new TestRoom(room.roomId(), token)).code()).isEqualTo("token-revoked");
    assertThat(one.api().post("/v1/tokens/revoke", "{}").code()).isEqualTo("field-invalid");
    assertThat(one.api().post("/v1/tokens/revoke", "{\"token\":\"a.b.c\"}").code())
        .isEqualTo("field-invalid");
  }

  private static void awaitRevoked(TestNode node, TestRoom room) {
    Instant end = Instant.now().plus(PROMISED);
    while (!read(node, room).code().equals("token-revoked")) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static Answer read(TestNode node, TestRoom room) {
    return node.api().get("/v1/rooms/" + room.roomId() + "?token=" + room.token());
  }

  private static TestRoom createRoom(HttpApi api, String key) {
    Answer made = api.send("POST", "/v1/rooms", "{}", "Authorization", "Bearer " + key);
    String url = made.json().get("url").asText();
    return new TestRoom(
        made.json().get("roomId").asText(), url.substring(url.indexOf("token=") + 6));
  }

  private static String mint(String key, String roomId) {
    return new TokenForge(key.split("_")[1], TokenSecret.of(key))
        .good(roomId, Instant.now().plusSeconds(600));
  }
}
