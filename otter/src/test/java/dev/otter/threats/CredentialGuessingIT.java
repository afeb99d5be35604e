package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T21: keys, tokens and rooms are guessed, over HTTP and the WebSocket, by one address. It is
 * slowed on all nodes; what others have goes on.
 */
class CredentialGuessingIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String FORWARDED = "X-Forwarded-For";
  private static final String GUESSER = "192.0.2.1";
  private static final String[] LIMITS = {
    "OTTER_LIMITS_AUTH_FAILURES", "10", "OTTER_TRUSTED_PROXIES", "127.0.0.1"
  };

  @TempDir Path dataDir;

  private static Answer guessKey(TestNode node, String from) {
    String guess = "Bearer otter_testing_" + "x".repeat(36);
    return node.api().send("GET", "/v1/keys", null, "Authorization", guess, FORWARDED, from);
  }

  private static Answer knownKey(TestNode node, String from) {
    String key = "Bearer " + TestNode.API_KEY;
    return node.api().send("GET", "/v1/keys", null, "Authorization", key, FORWARDED, from);
  }

  @Test
  void afterTenGuessesOfAKeyTheNextAreSlowedAndRefusedUnseen() {
    try (TestNode node = TestNode.start(dataDir, LIMITS)) {
      assertThat(knownKey(node, GUESSER).status()).isEqualTo(200);
      List<String> codes = new ArrayList<>();
      Answer last = null;
      for (int i = 0; i < 20; i++) {
        last = guessKey(node, GUESSER);
        codes.add(last.code());
      }
      assertThat(codes.subList(0, 10)).containsOnly("api-key-invalid");
      assertThat(codes).endsWith("auth-failures");
      assertThat(last.status()).isEqualTo(429);
      assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 26);
      assertThat(knownKey(node, GUESSER).status()).as("known to be good").isEqualTo(200);
      assertThat(guessKey(node, "192.0.2.2").code()).isEqualTo("api-key-invalid");
    }
  }

  @Test
  void aGoodKeyThatTheNodeHasNotSeenWaitsItsTurnAtAGuessersAddress() {
    try (TestNode node = TestNode.start(dataDir, LIMITS)) {
      for (int i = 0; i < 15; i++) {
        guessKey(node, GUESSER);
      }
      Answer first = knownKey(node, GUESSER);
      assertThat(first.status()).isIn(200, 429);
      Eventually.within(BOUND, "it passes", () -> knownKey(node, GUESSER).status() == 200);
    }
  }

  @Test
  void theNetworkOfAnIpv6AddressIsOneAddress() {
    try (TestNode node = TestNode.start(dataDir, LIMITS)) {
      for (int i = 0; i < 20; i++) {
        guessKey(node, "2001:db8:0:1::" + i);
      }
      assertThat(guessKey(node, "2001:db8:0:1:ffff::1").code()).isEqualTo("auth-failures");
      assertThat(guessKey(node, "2001:db8:0:2::1").code()).isEqualTo("api-key-invalid");
    }
  }

  @Test
  void roomsGuessedWithAGoodTokenOfAnotherRoomAreFailuresToo() throws IOException {
    try (TestNode node = TestNode.start(dataDir, LIMITS)) {
      TestRoom mine = node.api().createRoom();
      for (int i = 0; i < 8; i++) {
        Answer answer =
            node.api().get("/v1/rooms/rm_" + i + "?token=" + mine.token(), FORWARDED, GUESSER);
        assertThat(answer.code()).isEqualTo("token-invalid");
      }
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String path = "/ws?roomId=rm_" + i + "&token=" + mine.token();
        try (RawWebSocket socket =
            RawWebSocket.request(node.base(), path, FORWARDED + ": " + GUESSER)) {
          answers.add(socket.statusLine() + socket.body());
        }
      }
      assertThat(answers.get(0)).contains(" 401 ", "token-invalid");
      assertThat(answers.get(11)).contains(" 429 ", "auth-failures");
    }
  }

  @Test
  void tokensThatWereGoodAndHaveEndedAreNoGuesses() {
    try (TestNode node = TestNode.start(dataDir, LIMITS)) {
      TestRoom room = node.api().createRoom();
      String revoke = "{\"token\":\"" + room.token() + "\"}";
      assertThat(node.api().post("/v1/tokens/revoke", revoke).status()).isEqualTo(200);
      for (int i = 0; i < 20; i++) {
        String path = "/v1/rooms/" + room.roomId() + "?token=" + room.token();
        assertThat(node.api().get(path).code()).isEqualTo("token-revoked");
      }
    }
  }

  @Test
  void aGuesserIsSlowedOnAllNodes() {
    int firstPort = FreePorts.next();
    try (TestNode first = TestNode.startClusteredWith(dataDir.resolve("1"), firstPort, "", LIMITS);
        TestNode second =
            TestNode.startClusteredWith(
                dataDir.resolve("2"), FreePorts.next(), "127.0.0.1:" + firstPort, LIMITS)) {
      for (int i = 0; i < 16; i++) {
        guessKey(first, GUESSER);
      }
      Eventually.within(
          BOUND,
          "the other node knows",
          () -> guessKey(second, GUESSER).code().equals("auth-failures"));
      assertThat(guessKey(second, "192.0.2.9").code()).isEqualTo("api-key-invalid");
    }
  }
}
