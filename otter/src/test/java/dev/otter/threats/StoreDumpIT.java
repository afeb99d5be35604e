package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TokenForge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T19: somebody has read the whole store. With nothing of it can the API be called, a room's token
 * be signed, or a webhook's message be forged.
 */
class StoreDumpIT {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_+/=.-]{8,}");

  @TempDir Path dataDir;

  @Test
  void nothingInItOpensOrSignsAnything() throws Exception {
    String key;
    String keyId;
    String hookSecret;
    TestRoom room;
    try (TestNode node = start()) {
      Answer made =
          node.api().post("/v1/keys", "{\"name\":\"backend\",\"scopes\":[\"rooms:write\"]}");
      key = made.json().get("key").asText();
      keyId = made.json().get("id").asText();
      hookSecret =
          node.api()
              .post("/v1/webhooks", "{\"url\":\"http://127.0.0.1:1/\"}")
              .json()
              .get("secret")
              .asText();
      room = node.api().createRoom();
    }

    List<String> cells = dump();
    String all = String.join("\n", cells);
    assertThat(all).contains(keyId, room.roomId(), "room.created");
    String file =
        new String(Files.readAllBytes(dataDir.resolve("store.mv.db")), StandardCharsets.ISO_8859_1);
    for (String secret : List.of(key, TestNode.API_KEY, hookSecret, hookSecret.substring(6))) {
      assertThat(all).doesNotContain(secret);
      assertThat(file).as("deleted pages too").doesNotContain(secret);
    }

    Set<String> words = new HashSet<>(cells);
    WORD.matcher(all).results().forEach(found -> words.add(found.group()));
    try (TestNode node = start()) {
      for (String word : words) {
        if (word.chars().allMatch(c -> c > 32 && c < 127)) {
          assertThat(
                  node.api()
                      .send("GET", "/v1/rooms/x", null, "Authorization", "Bearer " + word)
                      .status())
              .as(word)
              .isEqualTo(401);
        }
        for (byte[] secret : readings(word)) {
          assertThat(signedWith(secret, keyId, node, room).code())
              .as(word)
              .isEqualTo("token-invalid");
        }
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] right = mac.doFinal("otter room token".getBytes(StandardCharsets.UTF_8));
      assertThat(signedWith(right, keyId, node, room).status()).as("the key itself").isEqualTo(200);
    }
  }

  private static Answer signedWith(byte[] secret, String keyId, TestNode node, TestRoom room) {
    String token =
        new TokenForge(keyId, secret).good(room.roomId(), Instant.now().plusSeconds(600));
    return node.api().get("/v1/rooms/" + room.roomId() + "?token=" + token);
  }

  private TestNode start() {
    return TestNode.start(dataDir, "OTTER_WEBHOOKS_ALLOWED_TARGETS", "127.0.0.1");
  }

  /** The bytes that a text may stand for. */
  private static List<byte[]> readings(String word) {
    List<byte[]> readings = new ArrayList<>();
    readings.add(word.getBytes(StandardCharsets.UTF_8));
    for (Base64.Decoder decoder : List.of(Base64.getDecoder(), Base64.getUrlDecoder())) {
      try {
        readings.add(decoder.decode(word));
      } catch (IllegalArgumentException e) {
        // It is none of this kind.
      }
    }
    try {
      readings.add(HexFormat.of().parseHex(word));
    } catch (IllegalArgumentException e) {
      // It is none of this kind.
    }
    readings.removeIf(bytes -> bytes.length == 0);
    return readings;
  }

  /** Every cell of every table. */
  private List<String> dump() throws SQLException {
    List<String> cells = new ArrayList<>();
    String url =
        "jdbc:h2:file:"
            + dataDir.resolve("store").toAbsolutePath()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "otter", "")) {
      List<String> tables = new ArrayList<>();
      try (ResultSet table =
          connection.getMetaData().getTables(null, "public", null, new String[] {"BASE TABLE"})) {
        while (table.next()) {
          tables.add(table.getString("TABLE_NAME"));
        }
      }
      assertThat(tables).contains("room", "api_key", "webhook", "webhook_delivery");
      for (String table : tables) {
        try (ResultSet row =
            connection.createStatement().executeQuery("select * from \"" + table + '"')) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              cells.add(String.valueOf(row.getString(i)));
            }
          }
        }
      }
    }
    return cells;
  }
}
