package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDialectTest {

  private static final RoomId ROOM = RoomId.random();
  private static final ConnectionId ME = ConnectionId.random(NodeTag.random());
  private static final ConnectionId OTHER = ConnectionId.random(NodeTag.random());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageOfAPeerIsTheEnvelopeAroundThePayload(boolean polite) {
    String text = text(new PeerMessage(ME, ROOM, OTHER, polite, Buffer.buffer("{\"a\":1}")));

    assertThat(new JsonObject(text))
        .isEqualTo(
            new JsonObject()
                .put("roomId", ROOM.value())
                .put("source", OTHER.value())
                .put("destination", ME.value())
                .put("polite", polite)
                .put("payload", new JsonObject().put("a", 1)));
  }

  @Test
  void whatAPeerDidNotSayOfItsRoleIsNotSaid() {
    String text = text(new PeerMessage(ME, ROOM, OTHER, null, Buffer.buffer("7")));

    assertThat(new JsonObject(text))
        .isEqualTo(
            new JsonObject()
                .put("roomId", ROOM.value())
                .put("source", OTHER.value())
                .put("destination", ME.value())
                .put("payload", 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"a\" :\t[ 1.0 , 1e5 ] }",
        "\"ä€😀 \\u00e4 \\/ \\\"\"",
        "12345678901234567890.10",
        "{\"a\":1,\"a\":2}",
        "\"\u2028\""
      })
  void thePayloadIsPassedOnAsItWasWritten(String payload) {
    String text = text(new PeerMessage(ME, ROOM, OTHER, true, Buffer.buffer(payload)));

    assertThat(text).endsWith(",\"payload\":" + payload + "}");
  }

  @Test
  void anArrivalMakesTheNewcomerThePoliteOne() {
    String text = text(new ParticipantJoined(ME, ROOM, OTHER, false, null, Permissions.OF_A_GUEST));

    assertThat(new JsonObject(text))
        .isEqualTo(
            new JsonObject()
                .put("source", OTHER.value())
                .put("destination", ME.value())
                .put("polite", true)
                .putNull("payload"));
  }

  @Test
  void aDepartureHasNoSource() {
    String text = text(new ParticipantLeft(ME, ROOM, OTHER));

    assertThat(new JsonObject(text))
        .isEqualTo(new JsonObject().putNull("source").put("destination", ME.value()));
  }

  @ParameterizedTest
  @EnumSource
  void anErrorIsADepartureWithOneMemberMore(ErrorCode code) {
    String text = error(new RefusedException(code, "why"));

    assertThat(new JsonObject(text))
        .isEqualTo(
            new JsonObject()
                .putNull("source")
                .put("destination", ME.value())
                .put("error", new JsonObject().put("code", code.code()).put("message", "why")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a \"quoted\" word",
        "\"}}",
        "a \\ and a \\\" and a \\",
        "line\r\nline\ttab\u0000\u001b",
        "ä€😀\u2028\u2029\u202e",
        "</script>"
      })
  void theSentenceOfAnErrorMayHoldAnything(String sentence) {
    String text = error(new RefusedException(ErrorCode.INTERNAL, sentence));

    assertThat(new JsonObject(text).getJsonObject("error").getString("message"))
        .isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payload\":{ \"a\" :\t[ 1.0 ] }}",
        "{\"polite\":true,\"payload\":\"ä€😀\",\"destination\":null}",
        "{\"roomId\":\"x\",\"payload\" : 7 ,\"polite\":false,\"source\":\"y\"}",
        "{\"action\":\"sendmessage\",\"message\":{\"payload\":[]}}"
      })
  void whatIsHandedOnAtOnceIsWhatTheBusWouldHaveBrought(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    Envelope envelope = Envelope.read(bytes);
    EnvelopeReader reader = EnvelopeReader.ofThisThread();
    reader.read(bytes, bytes.length);
    byte[] source = PlainDialect.head(ROOM, OTHER);
    ByteBuf out = Unpooled.buffer();

    PlainDialect.forward(out, source, PlainDialect.head(RoomId.random(), ME), reader);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(text(new PeerMessage(ME, ROOM, OTHER, envelope.polite(), envelope.payload())));
    assertThat(out.readableBytes()).isEqualTo(PlainDialect.forwardedLength(source, reader));
  }

  private static String text(NodeMessage message) {
    return new String(PlainDialect.encode(message), StandardCharsets.UTF_8);
  }

  private static String error(RefusedException refusal) {
    return new String(PlainDialect.error(ME, refusal), StandardCharsets.UTF_8);
  }
}
