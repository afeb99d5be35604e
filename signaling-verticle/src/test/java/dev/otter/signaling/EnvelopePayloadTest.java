package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The payload comes out as the bytes that the client wrote, and nothing around them. */
class EnvelopePayloadTest {

  private static final long SEED = 20261123;
  private static final int DOCUMENTS = 3_000;
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1234567890123456789012345678901234567890",
        "-0.5e+10",
        "1E400",
        "0.1000000000000000055511151231257827021181583404541015625",
        "true",
        "false",
        "\"\"",
        "\" \"",
        "\"v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\n\"",
        "\"ä€😀\"",
        "\"\\ud83d\\ude00\\u0000\\ud800\"",
        "\"\\\"}\\\\\"",
        "\"\\/\"",
        "\"\u2028\u007f\ufeff\"",
        "[]",
        "[ ]",
        "[1,[2,[3]],\"]\"]",
        "{}",
        "{ }",
        "{\"payload\":{\"payload\":null,\"payload\":2}}",
        "{ \"a\" :\t[ 1 , null ,\r\n{ \"ä\" : \"}\" } ] }"
      })
  void theBytesAreThoseTheClientWrote(String json) {
    assertThat(payloadOf("{\"payload\":" + json + "}")).isEqualTo(json);
    assertThat(payloadOf("{\"payload\": \t\r\n" + json + "\n\r\t }")).isEqualTo(json);
    assertThat(payloadOf(" \n{ \"payload\" : " + json + " , \"polite\":true}")).isEqualTo(json);
    assertThat(payloadOf("{\"payload\":" + json + ",\"destination\":null}\n")).isEqualTo(json);
    assertThat(payloadOf("{\"destination\":\"ä€😀\",\"payload\":" + json + "}")).isEqualTo(json);
    assertThat(payloadOf("{\"ä€😀\":\"ä€😀\",\"payload\":" + json + ",\"😀\":1}")).isEqualTo(json);
    assertThat(payloadOf("{\"pay\\u006coad\":" + json + ",\"source\":\"ä\"}")).isEqualTo(json);
    assertThat(payloadOf(wrapped("\"ä\":1,\"payload\" : " + json + " "))).isEqualTo(json);
    assertThat(payloadOf(wrappedTheOtherWay("\"payload\":" + json + ",\"ä\":1"))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 3_999, 4_000, 4_001, 7_999, 8_000, 8_001, 65_000})
  void theLengthDoesNotMatter(int length) {
    String text = "\"" + "x€".repeat(length / 2) + "\"";

    assertThat(payloadOf("{\"payload\":" + text + "}")).isEqualTo(text);
    assertThat(payloadOf("{\"x\":" + text + ",\"payload\": " + text + " }")).isEqualTo(text);
    assertThat(payloadOf(wrapped("\"x\":" + text + ",\"payload\": " + text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31})
  void nestingDownTo32LevelsIsTaken(int depth) {
    String payload = "[".repeat(depth) + "]".repeat(depth);
    String object = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);

    assertThat(payloadOf("{\"payload\":" + payload + "}")).isEqualTo(payload);
    assertThat(payloadOf("{\"payload\":" + object + "}")).isEqualTo(object);
    assertThat(payloadOf("{\"x\":" + payload + ",\"payload\":1}")).isEqualTo("1");
  }

  @Test
  void theWrapperCountsAsALevel() {
    String thirty = "[".repeat(30) + "]".repeat(30);

    assertThat(payloadOf(wrapped("\"payload\":" + thirty))).isEqualTo(thirty);
    assertTooDeep(wrapped("\"payload\":[" + thirty + "]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 1_000, 30_000})
  void deeperNestingIsRefused(int depth) {
    String payload = "[".repeat(depth) + "]".repeat(depth);

    assertTooDeep("{\"payload\":" + payload + "}");
    assertTooDeep("{\"payload\":1,\"x\":" + payload + "}");
    assertTooDeep("{\"payload\":" + "[".repeat(depth));
    assertTooDeep("{\"payload\":" + "{\"a\":".repeat(depth));
  }

  @Test
  void hugeNumbersAreRefused() {
    assertTooDeep("{\"payload\":" + "9".repeat(10_000) + "}");
    assertTooDeep("{\"payload\":1,\"x\":1." + "9".repeat(10_000) + "}");
  }

  /** What comes out of random documents is what went in, and what Jackson's tree says. */
  @Test
  void randomDocumentsKeepTheirPayload() throws IOException {
    RandomJson json = new RandomJson(new Random(SEED));
    for (int i = 0; i < DOCUMENTS; i++) {
      RandomJson.Document document = json.envelope();
      String as = "document " + i + " of seed " + SEED + ": " + document.text();

      Envelope envelope = read(document.text());

      assertThat(envelope.payload().toString()).as(as).isEqualTo(document.payload());
      JsonNode tree = JACKSON.readTree(document.text());
      JsonNode inner = tree.has("message") ? tree.get("message") : tree;
      assertThat(JACKSON.readTree(envelope.payload().getBytes()))
          .as(as)
          .isEqualTo(inner.get("payload"));
      assertThat(envelope.destination()).as(as).isEqualTo(inner.path("destination").textValue());
    }
  }

  private static void assertTooDeep(String message) {
    RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> read(message));
    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_INVALID);
    assertThat(refusal).hasMessage("a message must not nest deeper than 32 or hold huge numbers");
  }

  private static String wrapped(String members) {
    return "{\"action\":\"sendmessage\",\"message\":{" + members + "}}";
  }

  private static String wrappedTheOtherWay(String members) {
    return " { \"ö\":2, \"message\" : { " + members + " } ,\"action\":\"sendmessage\"}";
  }

  private static String payloadOf(String message) {
    return read(message).payload().toString();
  }

  private static Envelope read(String message) {
    return Envelope.read(message.getBytes(StandardCharsets.UTF_8));
  }
}
