package dev.otter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.TokenForge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The room API over HTTP, and the first Otter's calls beside it. */
class RoomsApiIT {

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
  void creatingIs201AndAskingAgainByNameIs200WithTheSameRoom() {
    Answer made = node.api().post("/v1/rooms", "{\"uniqueName\":\"stand up ä\"}");
    Answer found = node.api().post("/v1/rooms", "{\"uniqueName\":\"stand up ä\"}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(found.status()).isEqualTo(200);
    JsonNode room = made.json();
    assertThat(room.get("roomId").asText()).matches("rm_[0-9A-Za-z_-]{22}");
    assertThat(found.json().get("roomId")).isEqualTo(room.get("roomId"));
    assertThat(room.get("uniqueName").asText()).isEqualTo("stand up ä");
    assertThat(room.get("status").asText()).isEqualTo("open");
    assertThat(room.get("maxParticipants").asInt()).isEqualTo(2);
    assertThat(Instant.parse(room.get("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(room.get("url").asText())
        .startsWith(node.base() + "/otter-meet/stand%20up%20%C3%A4?token=ey");
    assertThat(made.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void requestsAtOnceWithOneNameGiveOneRoom() {
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 50)
            .mapToObj(i -> node.api().postAsync("/v1/rooms", "{\"uniqueName\":\"at once\"}"))
            .toList();

    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

    assertThat(answers.stream().map(each -> each.json().get("roomId")).distinct()).hasSize(1);
    assertThat(answers.stream().filter(each -> each.status() == 201)).hasSize(1);
  }

  @Test
  void aRoomIsReadByIdOrNameWithTheApiKeyOrItsOwnToken() {
    TestRoom room = node.api().createRoom("{\"uniqueName\":\"readable\"}");
    String bearer = "Bearer " + TestNode.API_KEY;

    for (String path : List.of("/v1/rooms/" + room.roomId(), "/v1/rooms/readable")) {
      Answer byKey = node.api().get(path, "Authorization", bearer);
      Answer byToken = node.api().get(path + "?token=" + room.token());

      assertThat(byKey.status()).isEqualTo(200);
      assertThat(byToken.status()).isEqualTo(200);
      assertThat(byToken.json().get("roomId").asText()).isEqualTo(room.roomId());
      assertThat(byToken.json().get("url").asText()).endsWith("token=" + room.token());
      assertThat(byKey.json().get("url").asText()).contains("token=").doesNotEndWith(room.token());
    }
  }

  @Test
  void theStatusFollowsWhoIsIn() {
    TestRoom room = node.api().createRoom();
    String path = "/v1/rooms/" + room.roomId() + "?token=" + room.token();

    TestSignalingClient first = node.connect(room);
    String withOne = node.api().get(path).json().get("status").asText();
    TestSignalingClient second = node.connect(room);
    String withTwo = node.api().get(path).json().get("status").asText();

    assertThat(withOne).isEqualTo("occupied");
    assertThat(withTwo).isEqualTo("full");
    first.close();
    second.close();
  }

  @Test
  void theFirstOttersCallsAnswerAsTheyDid() {
    Answer made =
        node.api()
            .send(
                "POST",
                "/createRoom",
                "{\"uniqueName\":\"old\"}",
                "Authorization",
                TestNode.API_KEY);
    String url = made.json().get("url").asText();
    String token = url.substring(url.indexOf("token=") + 6);
    Answer read = node.api().get("/room/" + made.json().get("roomId").asText() + "?token=" + token);
    Answer credentials = node.api().get("/credentials?token=" + token);

    assertThat(made.status()).isEqualTo(200);
    assertThat(List.copyOf(fieldNames(made.json())))
        .containsExactly("roomId", "unique_name", "created_at", "updated_at", "status", "url");
    assertThat(made.json().get("unique_name").asText()).isEqualTo("old");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(made.json());
    assertThat(credentials.status()).isEqualTo(200);
    assertThat(fieldNames(credentials.json())).containsExactly("username", "credential", "ttl");
    assertThat(credentials.json().get("username").asText()).matches("\\d+:guest-\\w+");
  }

  @Test
  void iceServersMayBeEmpty() {
    TestRoom room = node.api().createRoom();

    Answer answer = node.api().get("/v1/ice-servers?token=" + room.token());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"iceServers\":[],\"ttl\":600}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                        | body-invalid",
        "{\"uniqueName\":                | body-invalid",
        "[]                              | body-invalid",
        "\"text\"                        | body-invalid",
        "{} {}                           | body-invalid",
        "{\"uniqueName\":\"a\",\"uniqueName\":\"b\"} | body-invalid",
        "{\"uniqueName\":7}              | field-invalid",
        "{\"uniqueName\":\"\"}           | field-invalid",
        "{\"uniqueName\":\"a/b\"}        | field-invalid",
        "{\"uniqueName\":\"a\\u0000b\"}  | field-invalid",
        "{\"uniqueName\":\"a\\u202eb\"}  | field-invalid",
        "{\"uniqueName\":\"rm_mine\"}    | field-invalid",
        "{\"maxParticipants\":1}         | field-invalid",
        "{\"maxParticipants\":17}        | field-invalid",
        "{\"maxParticipants\":\"two\"}   | field-invalid",
        "{\"maxParticipants\":2.5}       | field-invalid",
        "{\"uniqename\":\"typo\"}        | field-invalid"
      })
  void aBadBodyIs400WithACodeAndASentence(String body, String code) {
    Answer answer = node.api().post("/v1/rooms", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().get("message").asText()).isNotBlank();
  }

  @Test
  void aBodyTooLargeOrTooDeepOrNotUtf8IsRefused() {
    String large = "{\"uniqueName\":\"" + "x".repeat(70_000) + "\"}";
    String deep = "{\"uniqueName\":" + "[".repeat(40) + "]".repeat(40) + "}";
    byte[] notUtf8 = "{\"uniqueName\":\"ab\"}".getBytes(StandardCharsets.UTF_8);
    notUtf8[16] = (byte) 0xff;

    assertThat(node.api().post("/v1/rooms", large).status()).isEqualTo(413);
    assertThat(node.api().post("/v1/rooms", large).code()).isEqualTo("body-too-large");
    assertThat(node.api().post("/v1/rooms", deep).code()).isEqualTo("body-invalid");
    assertThat(node.api().post("/v1/rooms", notUtf8).code()).isEqualTo("body-invalid");
  }

  @Test
  void aMissingOrWrongApiKeyIs401() {
    Answer missing = node.api().send("POST", "/v1/rooms", "{}");
    Answer wrong = node.api().send("POST", "/v1/rooms", "{}", "Authorization", "Bearer otter_x_y");
    Answer asToken =
        node.api()
            .send(
                "POST",
                "/v1/rooms",
                "{}",
                "Authorization",
                "Bearer " + node.api().createRoom().token());

    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.code()).isEqualTo("api-key-missing");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("api-key-invalid");
    assertThat(asToken.code()).isEqualTo("api-key-invalid");
  }

  @Test
  void aTokenThatIsMissingForgedExpiredOrOfAnotherRoomIs401() {
    TestRoom room = node.api().createRoom();
    TestRoom other = node.api().createRoom();
    TokenForge forge = node.tokens();
    String path = "/v1/rooms/" + room.roomId() + "?token=";
    Instant now = Instant.now();
    String ended =
        forge.sign(forge.goodHeader(), forge.goodClaims(room.roomId(), now.minusSeconds(60)));
    String none =
        TokenForge.unsigned(
            "{\"alg\":\"none\"}", forge.goodClaims(room.roomId(), now.plusSeconds(60)), "");

    assertThat(node.api().get("/v1/ice-servers").code()).isEqualTo("token-missing");
    assertThat(node.api().get(path + ended).code()).isEqualTo("token-expired");
    assertThat(node.api().get(path + none).code()).isEqualTo("token-invalid");
    assertThat(node.api().get(path + other.token()).text())
        .isEqualTo(node.api().get(path + none).text());
    assertThat(node.api().get("/room/" + room.roomId() + "?token=" + other.token()).status())
        .isEqualTo(401);
    assertThat(node.api().get(path + room.token()).status()).isEqualTo(200);
  }

  @Test
  void anUnknownRoomIs404() {
    Answer answer =
        node.api().get("/v1/rooms/nobody", "Authorization", "Bearer " + TestNode.API_KEY);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("room-not-found");
  }

  private static List<String> fieldNames(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
