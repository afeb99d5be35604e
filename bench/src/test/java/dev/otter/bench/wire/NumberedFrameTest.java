package dev.otter.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedFrameTest {

  @ParameterizedTest
  @ValueSource(ints = {64, 110, 200, 300, 3_000, 4_096, 70_000})
  void aFrameUnmaskedIsTheEnvelopeWithThePayloadSenderAndNumber(int size) {
    Payload payload = Payload.ofSize(size);
    NumberedFrame frame = NumberedFrame.of("{\"to\":\"ü\",\"payload\":", payload, "}", 0xabc);

    for (int number : new int[] {0, 1, 0x7fffffff}) {
      ByteBuffer message = unmasked(frame, number);
      int end = message.limit() - 1;

      assertThat(Payload.endsAt(message, 0, end)).isTrue();
      assertThat(Payload.sender(message, end)).isEqualTo(0xabc);
      assertThat(Payload.number(message, end)).isEqualTo(number);
      assertThat(payload.isAt(message, 0, end)).isTrue();
      assertThat(UTF_8.decode(message).toString())
          .startsWith("{\"to\":\"ü\",\"payload\":{\"type\":\"offer\",\"sdp\":\"")
          .endsWith("\"}}");
    }
  }

  private static ByteBuffer unmasked(NumberedFrame frame, int number) {
    ByteBuffer sent = ByteBuffer.allocate(frame.length());
    frame.writeTo(sent, number);
    sent.flip();
    assertThat(sent.get()).isEqualTo((byte) 0x81);
    int length = sent.get() & 0x7f;
    if (length == 126) {
      length = sent.getShort() & 0xffff;
    } else if (length == 127) {
      length = (int) sent.getLong();
    }
    byte[] key = new byte[4];
    sent.get(key);
    assertThat(sent.remaining()).isEqualTo(length);
    byte[] message = new byte[length];
    sent.get(message);
    for (int i = 0; i < length; i++) {
      message[i] ^= key[i & 3];
    }
    return ByteBuffer.wrap(message);
  }
}
