package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TokenForge;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T15, T16: tokens that are forged, altered or meant for something else, over each way in: the
 * WebSocket in both dialects and the calls that take a token. Every one gets 401 and the same body.
 * All variants of headers and claims are in {@code RoomTokenHeaderTest} and {@code
 * RoomTokenClaimsTest}.
 */
class ForgedTokenIT {

  private static final String REFUSED =
      "{\"code\":\"token-invalid\",\"message\":\"this token does not open anything here\"}";
  private static final int LONG_CLAIM = 3_000;

  @TempDir static Path dataDir;
  private static TestNode node;
  private static TestRoom room;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
    room = node.api().createRoom();
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void everyForgedTokenGetsTheSame401OnEveryWayIn() throws IOException {
    for (Map.Entry<String, String> forged : forgeries().entrySet()) {
      String token = URLEncoder.encode(forged.getValue(), StandardCharsets.UTF_8);
      for (String path :
          new String[] {
            "/v1/rooms/" + room.roomId() + "?token=" + token, "/v1/ice-servers?token=" + token
          }) {
        Answer answer = node.api().get(path);
        assertThat(answer.status()).as(forged.getKey()).isEqualTo(401);
        assertThat(answer.text()).as(forged.getKey()).isEqualTo(REFUSED);
      }
      for (String dialect : new String[] {"X-None: 1", "Sec-WebSocket-Protocol: otter.v1"}) {
        try (RawWebSocket client = upgrade(token, dialect)) {
          assertThat(client.statusLine()).as(forged.getKey()).contains(" 401 ");
          assertThat(client.body()).as(forged.getKey()).isEqualTo(REFUSED);
        }
      }
    }
    assertThat(node.connections()).isZero();
  }

  @Test
  void aGoodTokenOpensItsOwnRoomOnlyUntilItEndsAndALittleLonger() throws IOException {
    TokenForge forge = node.tokens();
    Instant now = Instant.now();
    String header = forge.goodHeader();
    String long600 = forge.sign(header, forge.goodClaims(room.roomId(), now.minusSeconds(600)));
    String just = forge.sign(header, forge.goodClaims(room.roomId(), now.minusSeconds(5)));
    String good = forge.sign(header, forge.goodClaims(room.roomId(), now.plusSeconds(60)));

    assertUpgrade(long600, 401, "token-expired");
    assertUpgrade("", 401, "token-missing");
    assertUpgrade(node.api().createRoom().token(), 401, "token-invalid");
    for (String fine : new String[] {just, good, room.token()}) {
      try (RawWebSocket client = upgrade(fine, "X-None: 1")) {
        assertThat(client.statusLine()).contains(" 101 ");
      }
    }
  }

  @Test
  void aTokenTooLongForARequestIsRefusedUnread() {
    String token = "x".repeat(10_000);

    assertThat(node.api().get("/v1/rooms/" + room.roomId() + "?token=" + token).status())
        .isEqualTo(414);
  }

  private static void assertUpgrade(String token, int status, String code) throws IOException {
    try (RawWebSocket client = upgrade(token, "X-None: 1")) {
      assertThat(client.statusLine()).contains(" " + status + " ");
      assertThat(client.body()).contains("\"" + code + "\"");
    }
  }

  private static RawWebSocket upgrade(String token, String header) throws IOException {
    return RawWebSocket.request(
        node.base(), "/ws?roomId=" + room.roomId() + "&token=" + token, header);
  }

  private static Map<String, String> forgeries() {
    TokenForge forge = node.tokens();
    Instant soon = Instant.now().plusSeconds(60);
    String good = forge.goodClaims(room.roomId(), soon);
    String header = forge.goodHeader();
    String signed = forge.sign(header, good);
    String signature = signed.substring(signed.lastIndexOf('.') + 1);
    Map<String, String> all = new LinkedHashMap<>();
    for (String alg : new String[] {"none", "None", "NONE", "HS384", "HS512", "RS256", "ES256"}) {
      String other = header.replace("HS256", alg);
      all.put("alg " + alg + " unsigned", TokenForge.unsigned(other, good, ""));
      all.put("alg " + alg + " signed", forge.sign(other, good));
    }
    all.put("no signature", TokenForge.unsigned(header, good, ""));
    all.put("no third part", signed.substring(0, signed.lastIndexOf('.')));
    all.put("signature of other claims", TokenForge.unsigned(header, good + " ", signature));
    all.put("a key of its own", new TokenForge("k1", new byte[32]).sign(header, good));
    for (String kid : new String[] {"../../../dev/null", "' OR '1'='1", "https://evil.example/k"}) {
      all.put(
          "kid " + kid,
          new TokenForge(kid, new byte[32])
              .sign(new TokenForge(kid, new byte[32]).goodHeader(), good));
    }
    for (String member :
        new String[] {
          "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
          "\"jku\":\"https://evil.example/keys\"",
          "\"x5u\":\"https://evil.example/cert\"",
          "\"crit\":[\"exp\"]"
        }) {
      all.put(member, forge.sign(header.replace("{", "{" + member + ","), good));
    }
    all.put("no exp", forge.sign(header, good.replaceAll(",\"exp\":\\d+", "")));
    all.put("exp a text", forge.sign(header, good.replaceAll("\"exp\":(\\d+)", "\"exp\":\"$1\"")));
    all.put(
        "exp a fraction", forge.sign(header, good.replaceAll("\"exp\":(\\d+)", "\"exp\":$1.5")));
    all.put(
        "nbf in an hour",
        forge.sign(
            header,
            good.replace("{", "{\"nbf\":" + soon.plusSeconds(3600).getEpochSecond() + ",")));
    all.put("other issuer", forge.sign(header, good.replace("\"iss\":\"otter\"", "\"iss\":\"x\"")));
    all.put("other audience", forge.sign(header, good.replace("otter-room", "otter-api")));
    all.put("other type", forge.sign(header.replace("\"JWT\"", "\"at+jwt\""), good));
    all.put("no room", forge.sign(header, good.replaceAll(",\"room\":\"[^\"]+\"", "")));
    all.put(
        "room a list",
        forge.sign(header, good.replaceAll("\"room\":(\"[^\"]+\")", "\"room\":[$1]")));
    all.put("claims too long", forge.sign(header, good.replace("guest-1", "g".repeat(LONG_CLAIM))));
    all.put("an API key", TestNode.API_KEY);
    all.put("not a token", "x.y.z");
    all.put("dots", "..");
    return all;
  }
}
