package dev.otter.signaling.websocket;

import static dev.otter.signaling.websocket.ClientFrames.joined;
import static dev.otter.signaling.websocket.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes to clients: its form, how often it is flushed, and what happens when nobody reads. */
class FrameOutputTest {

  private final TestSocket peer = new TestSocket(0);

  @AfterEach
  void release() {
    peer.end();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8100",
    "125, 817d",
    "126, 817e007e",
    "65535, 817effff",
    "65536, 817f0000000000010000"
  })
  void aTextIsOneFrameWithoutAMask(int length, String header) {
    peer.send("x".repeat(length));

    assertThat(peer.sent()).isEqualTo(header + "78".repeat(length));
  }

  @Test
  void allThatOneReadBringsIsFlushedOnceForEachPeer() {
    TestSocket other = new TestSocket(0);
    TestSocket sender = new Relay(peer, other);

    sender.receives(joined(text("one"), text("two"), text("three")));

    assertThat(peer.sent()).isEqualTo(frames("one", "two", "three"));
    assertThat(peer.flushes).isEqualTo(1);
    assertThat(other.sent()).isEqualTo(frames("one", "two", "three"));
    assertThat(other.flushes).isEqualTo(1);
    sender.end();
    other.end();
  }

  @Test
  void textsThatNoReadBroughtAreFlushedOnceForWhatIsInHand() {
    peer.send("one");
    peer.send("two");
    assertThat(peer.flushes).isZero();

    assertThat(peer.sent()).isEqualTo(frames("one", "two"));
    assertThat(peer.flushes).isEqualTo(1);
  }

  @Test
  void aLargeBurstIsNotCollectedToItsEnd() {
    TestSocket sender = new Relay(peer);
    byte[][] many = new byte[100][];
    Arrays.fill(many, text("x".repeat(1000)));

    sender.receives(joined(many));

    assertThat(peer.flushes).isEqualTo(4);
    assertThat(peer.sent()).hasSize(2 * 100 * 1004);
    sender.end();
  }

  @Test
  void aClientThatDoesNotReadIsRefusedOnce() {
    peer.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

    assertThat(peer.send("one")).isFalse();
    assertThat(peer.send("two")).isFalse();

    assertThat(peer.refusals).containsExactly(ErrorCode.TOO_SLOW);
    assertThat(peer.sent()).startsWith("88").contains("1138");
  }

  private static String frames(String... texts) {
    StringBuilder frames = new StringBuilder();
    for (String each : texts) {
      frames.append("81%02x".formatted(each.length()));
      frames.append(HexFormat.of().formatHex(each.getBytes(StandardCharsets.UTF_8)));
    }
    return frames.toString();
  }
}
