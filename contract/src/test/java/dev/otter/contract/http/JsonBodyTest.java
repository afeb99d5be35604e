package dev.otter.contract.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.http.Answering.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads bodies as they come over HTTP; the server answers with what it read. */
@ExtendWith(VertxExtension.class)
class JsonBodyTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static URI server;

  record Read(String text, Integer number) {}

  @BeforeAll
  static void listen(Vertx vertx) throws TimeoutException {
    Router router = Router.router(vertx);
    router
        .post("/")
        .handler(BodyHandler.create(false))
        .handler(Answering.with(JsonBodyTest::read))
        .failureHandler(new JsonErrors());
    HttpServer listening =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await(30, SECONDS);
    server = URI.create("http://127.0.0.1:" + listening.actualPort() + "/");
  }

  private static Future<Answer> read(RoutingContext context) {
    JsonBody body = JsonBody.read(context, Set.of("text", "number"));
    return Future.succeededFuture(
        new Answer(
            200,
            new Read(body.text("text").orElse(null), body.integer("number", 2, 16).orElse(null))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "''| none| none",
        "{}| none| none",
        "{\"text\":null,\"number\":null}| none| none",
        "{\"text\":\"\"}| ''| none",
        "{\"text\":\"ä😀\",\"number\":2}| ä😀| 2",
        "{\"number\":16,\"text\":\"\\u0061\"}| a| 16"
      })
  void anObjectIsRead(String body, String text, Integer number) {
    JsonObject answer = post(body, 200);

    assertThat(answer.getString("text")).isEqualTo(text);
    assertThat(answer.getInteger("number")).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "null",
        "[]",
        "1",
        "\"text\"",
        "{",
        "{\"text\":\"a\"",
        "{\"text\":\"a\",}",
        "{'text':'a'}",
        "{text:\"a\"}",
        "{\"text\":\"a\"} // comment",
        "{\"text\":\"a\"}x",
        "{\"text\":\"a\"} {}",
        "{\"text\":\"a\"} ]",
        "{\"number\":NaN}",
        "{\"number\":02}",
        "{\"text\":\"a\nb\"}"
      })
  void whatIsNotOneJsonObjectIsRefused(String body) {
    JsonObject refusal = post(body, 400);

    assertThat(refusal.getString("code")).isEqualTo("body-invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"text\":\"a\",\"text\":\"a\"}",
        "{\"text\":\"a\",\"te\\u0078t\":\"b\"}",
        "{\"text\":null,\"number\":2,\"text\":\"b\"}",
        "{\"text\":{\"a\":1,\"a\":2}}"
      })
  void aMemberThatStandsTwiceIsRefused(String body) {
    JsonObject refusal = post(body, 400);

    assertThat(refusal.getString("code")).isEqualTo("body-invalid");
    assertThat(refusal.getString("message"))
        .contains("has a member twice")
        .endsWith("at the member \"text\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c328", "ff", "80", "e28228", "f0288cbc", "f8a1a1a1a1", "c0af"})
  void aBodyThatIsNotUtf8IsRefused(String badBytes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("{\"text\":\"".getBytes(StandardCharsets.UTF_8));
    body.writeBytes(HexFormat.of().parseHex(badBytes));
    body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));

    JsonObject refusal = post(body.toByteArray(), 400);

    assertThat(refusal.getString("code")).isEqualTo("body-invalid");
  }

  @ParameterizedTest
  @CsvSource({"2, field-invalid", "32, field-invalid", "33, body-invalid", "20000, body-invalid"})
  void nestingIsReadDownTo32Levels(int depth, String code) {
    // A nested text is of the wrong type: that it is said shows that the body was read.
    String body = "{\"text\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";

    assertThat(post(body, 400).getString("code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":1}| text must be a text, got number",
        "{\"text\":true}| text must be a text, got boolean",
        "{\"text\":[\"a\"]}| text must be a text, got array",
        "{\"text\":{}}| text must be a text, got object",
        "{\"number\":\"3\"}| number must be a whole number, got string",
        "{\"number\":true}| number must be a whole number, got boolean",
        "{\"number\":3.5}| number must be a whole number, got number",
        "{\"number\":3.0}| number must be a whole number, got number",
        "{\"number\":3e0}| number must be a whole number, got number",
        "{\"number\":[3]}| number must be a whole number, got array",
        "{\"number\":1}| number must be between 2 and 16, got \"1\"",
        "{\"number\":17}| number must be between 2 and 16, got \"17\"",
        "{\"number\":-3}| number must be between 2 and 16, got \"-3\"",
        "{\"number\":4294967299}| number must be between 2 and 16, got \"4294967299\"",
        "{\"number\":18446744073709551619}"
            + "| number must be between 2 and 16, got \"18446744073709551619\""
      })
  void aMemberOfAnotherTypeOrRangeIsRefusedByWhatIsAllowed(String body, String message) {
    JsonObject refusal = post(body, 400);

    assertThat(refusal.getString("code")).isEqualTo("field-invalid");
    assertThat(refusal.getString("message")).isEqualTo(message);
  }

  @Test
  void anUnknownMemberIsRefusedByThoseThatThereAre() {
    JsonObject refusal = post("{\"text\":\"a\",\"Text\":\"b\"}", 400);

    assertThat(refusal.getString("code")).isEqualTo("field-invalid");
    assertThat(refusal.getString("message"))
        .isEqualTo("unknown member \"Text\", allowed are [number, text]");
  }

  @Test
  void aMemberNameOfAnyLengthAndKindMakesAShortLineOfText() {
    JsonObject refusal = post("{\"a\\r\\nb\\u0000" + "c".repeat(5_000) + "\":1}", 400);

    assertThat(refusal.getString("message"))
        .isEqualTo("unknown member \"a??b?" + "c".repeat(35) + "…\", allowed are [number, text]");
  }

  private static JsonObject post(String body, int status) {
    return post(body.getBytes(StandardCharsets.UTF_8), status);
  }

  private static JsonObject post(byte[] body, int status) {
    HttpRequest request =
        HttpRequest.newBuilder(server).POST(BodyPublishers.ofByteArray(body)).build();
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return new JsonObject(response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
