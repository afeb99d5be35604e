package dev.otter.contract.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerMessageCodecTest {

  private static final long SEED = 20261123;

  private final PeerMessageCodec codec = new PeerMessageCodec();

  static Stream<Arguments> messages() {
    return Stream.of(null, Boolean.TRUE, Boolean.FALSE)
        .flatMap(
            polite ->
                Stream.of(0, 1, 255, 256, 32_768, 65_535, 65_536)
                    .map(size -> Arguments.of(polite, size)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageComesBackAsItWas(Boolean polite, int payloadSize) {
    PeerMessage message = message(polite, randomBytes(payloadSize));
    Buffer wire = Buffer.buffer();

    codec.encodeToWire(wire, message);

    assertThat(codec.decodeFromWire(0, wire)).isEqualTo(message);
  }

  @Test
  void aMessageIsReadFromTheMiddleOfABuffer() {
    PeerMessage message = message(true, Buffer.buffer("{\"sdp\":\"ä\"}"));
    Buffer wire = Buffer.buffer("before");

    codec.encodeToWire(wire, message);
    wire.appendString("after");

    assertThat(codec.decodeFromWire(6, wire)).isEqualTo(message);
  }

  @Test
  void thePayloadNeedNotBeText() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    Buffer wire = Buffer.buffer();

    codec.encodeToWire(wire, message(null, Buffer.buffer(everyByte)));

    assertThat(codec.decodeFromWire(0, wire).payload().getBytes()).isEqualTo(everyByte);
  }

  @Test
  void theWireFormOfVersionOneStaysAsItIs() {
    PeerMessage message =
        new PeerMessage(
            new ConnectionId("aaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbb"),
            new RoomId("rm_c"),
            new ConnectionId("dddddddddd.eeeeeeeeeeeeeeeeeeeeee"),
            true,
            Buffer.buffer("{}"));
    Buffer wire = Buffer.buffer();

    codec.encodeToWire(wire, message);

    assertThat(HexFormat.of().formatHex(wire.getBytes()))
        .isEqualTo(
            "0101"
                + ("0021" + "61".repeat(10) + "2e" + "62".repeat(22))
                + ("0004" + "726d5f63")
                + ("0021" + "64".repeat(10) + "2e" + "65".repeat(22))
                + ("00000002" + "7b7d"));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 2, -1})
  void anotherVersionIsRefusedByItsNumber(byte version) {
    Buffer wire = Buffer.buffer();
    codec.encodeToWire(wire, message(true, Buffer.buffer("secret")));
    wire.setByte(0, version);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decodeFromWire(0, wire))
        .withMessage("a peer message of version " + version + ", this node reads 1");
  }

  @Test
  void insideANodeTheMessageItselfIsPassedOn() {
    PeerMessage message = message(false, Buffer.buffer("1"));

    assertThat(codec.transform(message)).isSameAs(message);
  }

  private static PeerMessage message(Boolean polite, Buffer payload) {
    return new PeerMessage(
        ConnectionId.random(NodeTag.random()),
        RoomId.random(),
        ConnectionId.random(NodeTag.random()),
        polite,
        payload);
  }

  private static Buffer randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED + size).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }
}
