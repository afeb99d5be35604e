package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes and what is none; see {@link EnvelopePayloadTest} for the payload's bytes. */
class EnvelopeReaderTest {

  @Test
  void anEnvelopeIsReadWithoutWhatTheServerKnowsBetter() {
    Envelope envelope =
        read(
            """
            {"roomId":"rm_other","source":"spoofed","destination":"bob","polite":true,
             "from":"spoofed","payload":{"sdp":"…"}}\
            """);

    assertThat(envelope.destination()).isEqualTo("bob");
    assertThat(envelope.polite()).isTrue();
    assertThat(envelope.payload().toString()).isEqualTo("{\"sdp\":\"…\"}");
  }

  @Test
  void onlyThePayloadMustBeThere() {
    Envelope envelope = read("{\"payload\":0}");

    assertThat(envelope.destination()).isNull();
    assertThat(envelope.polite()).isNull();
    assertThat(envelope.payload().toString()).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "null| none",
        "\"\"| ''",
        "\"bob\"| bob",
        "\"b\\u006fb\"| bob",
        "\"a\\\"b\\\\c\"| a\"b\\c",
        "\"ä😀\"| ä😀"
      })
  void theDestinationIsATextOrNull(String json, String destination) {
    assertThat(read("{\"destination\":" + json + ",\"payload\":1}").destination())
        .isEqualTo(destination);
    assertThat(read("{\"payload\":1,\"destination\":" + json + "}").destination())
        .isEqualTo(destination);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"null, none", "true, true", "false, false"})
  void politeIsABooleanOrNull(String json, Boolean polite) {
    assertThat(read("{\"polite\":" + json + ",\"payload\":1}").polite()).isEqualTo(polite);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"roomId\":7,\"source\":[\"a\"],\"payload\":1}",
        "{\"roomId\":null,\"source\":{\"a\":{\"payload\":2}},\"payload\":1}",
        "{\"x\":[{\"payload\":2}],\"payload\":1,\"y\":\"payload\"}",
        "{\"x\":1,\"x\":2,\"payload\":1,\"\":3,\"\":4}",
        "{\"Payload\":2,\"payload\":1,\"PAYLOAD\":3}",
        "{\"action\":\"sendmessage\",\"payload\":1}",
        "{\"action\":\"other\",\"message\":{\"payload\":2},\"payload\":1}",
        "{\"action\":7,\"message\":\"text\",\"payload\":1}",
        "{\"message\":{\"payload\":2},\"payload\":1}"
      })
  void whateverElseAnEnvelopeHoldsIsPassedOver(String message) {
    assertThat(read(message).payload().toString()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"sendmessage\",\"message\":@}",
        "{\"message\":@,\"action\":\"sendmessage\"}",
        " {\t\"message\" :\r\n @ , \"action\" : \"sendmessage\" } ",
        "{\"action\":\"sendmessage\",\"payload\":2,\"message\":@,\"destination\":\"eve\"}",
        "{\"x\":\"ä😀\",\"ac\\u0074ion\":\"send\\u006dessage\",\"x\":[1],\"message\":@}"
      })
  void theWrappedFormIsTheEnvelopeInIt(String wrapper) {
    String inner = "{ \"destination\":\"bob\", \"note\":\"ä\", \"payload\": [ \"ö\" ] }";

    Envelope envelope = read(wrapper.replace("@", inner));

    assertThat(envelope.destination()).isEqualTo("bob");
    assertThat(envelope.polite()).isNull();
    assertThat(envelope.payload().toString()).isEqualTo("[ \"ö\" ]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"destination\":\"bob\"}",
        "{\"payload\":null}",
        "{\"Payload\":1}",
        "{\"x\":{\"payload\":1}}",
        "{\"action\":\"sendmessage\"}",
        "{\"action\":\"sendmessage\",\"message\":null}",
        "{\"action\":\"sendmessage\",\"message\":\"{\\\"payload\\\":1}\"}",
        "{\"action\":\"sendmessage\",\"message\":[{\"payload\":1}]}",
        "{\"action\":\"sendmessage\",\"message\":{}}",
        "{\"action\":\"sendmessage\",\"message\":{\"payload\":null},\"payload\":1}",
        "{\"action\":\"Sendmessage\",\"message\":{\"payload\":1}}",
        "{\"action\":\"sendmessage\","
            + "\"message\":{\"action\":\"sendmessage\",\"message\":{\"payload\":1}}}"
      })
  void aMessageWithoutAPayloadIsRefused(String message) {
    assertRefused(message, "a message needs a payload that is not null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"roomId\":1,\"roomId\":1",
        "\"source\":\"a\",\"source\":\"b\"",
        "\"destination\":null,\"destination\":\"eve\"",
        "\"destination\":\"bob\",\"x\":1,\"destin\\u0061tion\":\"eve\"",
        "\"polite\":null,\"polite\":null",
        "\"action\":\"x\",\"action\":\"sendmessage\"",
        "\"message\":{},\"message\":{}",
        "\"payload\":2",
        "\"payl\\u006fad\":2",
        "\"payload\":null"
      })
  void aMemberOfTheEnvelopeThatStandsTwiceIsRefused(String members) {
    String rule = "a message must not hold a member of the envelope twice";
    String last = "{\"payload\":1," + members + "}";
    String first = "{" + members + ",\"payload\":1}";

    assertRefused(last, rule);
    assertRefused(first, rule);
    assertRefused("{\"action\":\"sendmessage\",\"message\":" + last + "}", rule);
    assertRefused("{\"message\":" + first + ",\"action\":\"sendmessage\"}", rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "[]", "[\"bob\"]", "{}", "{\"id\":\"bob\"}"})
  void aDestinationOfAnotherTypeIsRefused(String json) {
    assertRefused(
        "{\"destination\":" + json + ",\"payload\":1}", "destination must be a text or null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "\"true\"", "[]", "[true]", "{}"})
  void aPoliteOfAnotherTypeIsRefused(String json) {
    assertRefused("{\"payload\":1,\"polite\":" + json + "}", "polite must be true, false or null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "[{\"payload\":1}]", "1", "null", "true", "\"payload\""})
  void whatIsNoObjectIsRefused(String message) {
    assertRefused(message, "a message must be a JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "1", "null", ",", "]"})
  void anythingAfterTheObjectIsRefused(String more) {
    RefusedException refusal = refusal("{\"payload\":1} " + more);

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "{",
        "{\"payload\":\"hunter2\"",
        "{\"payload\":\"hunter2",
        "{\"payload\":hunter2}",
        "{\"payload\":[\"hunter2\"}",
        "{\"payload\":\"hunter2\",}",
        "{\"payload\" \"hunter2\"}",
        "{payload:\"hunter2\"}",
        "{'payload':'hunter2'}",
        "{\"payload\":\"hunter2\\x\"}",
        "{\"payload\":\"hunter2\n\"}",
        "{\"payload\":\"hunter2\u0000\"}",
        "{\"payload\":\"hunter2\"\u0000}",
        "{\"payload\":NaN,\"x\":\"hunter2\"}",
        "{\"payload\":+1,\"x\":\"hunter2\"}",
        "{\"payload\":01,\"x\":\"hunter2\"}",
        "{\"payload\":1.,\"x\":\"hunter2\"}",
        "{\"payload\":\"hunter2\"} // comment",
        "{\"action\":\"sendmessage\",\"message\":{\"payload\":hunter2}}"
      })
  void whatIsNoJsonIsRefusedWithoutBeingShown(String message) {
    assertRefused(message, "a message must be JSON");
  }

  /** The bytes of UTF-16 and UTF-32 are UTF-8 too, as long as they are ASCII: with many NULs. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void anotherEncodingIsRefusedAsNoJson(String charset) {
    byte[] message = "{\"payload\":1}".getBytes(Charset.forName(charset));

    RefusedException refusal =
        catchThrowableOfType(RefusedException.class, () -> Envelope.read(message));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_INVALID);
  }

  @Test
  void aByteOrderMarkIsRefusedAsNoJson() {
    assertRefused("\ufeff{\"payload\":1}", "a message must be JSON");
  }

  private static void assertRefused(String message, String rule) {
    RefusedException refusal = refusal(message);
    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_INVALID);
    assertThat(refusal).hasMessage(rule).hasNoCause();
  }

  private static RefusedException refusal(String message) {
    return catchThrowableOfType(RefusedException.class, () -> read(message));
  }

  private static Envelope read(String message) {
    return Envelope.read(message.getBytes(StandardCharsets.UTF_8));
  }
}
