package dev.otter.signaling.websocket;

import static dev.otter.signaling.websocket.ClientFrames.close;
import static dev.otter.signaling.websocket.ClientFrames.frame;
import static dev.otter.signaling.websocket.ClientFrames.hex;
import static dev.otter.signaling.websocket.ClientFrames.joined;
import static dev.otter.signaling.websocket.ClientFrames.text;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of RFC 6455 on what a client sends, against bytes put together by hand. */
class WebSocketFrameHandlerTest {

  private static final int LIMIT = 70_000;

  private TestSocket socket = new TestSocket(LIMIT);

  @AfterEach
  void release() {
    socket.end();
    assertThat(socket.ends).isEqualTo(1);
  }

  @Test
  void theExampleOfTheRfcIsRead() {
    socket.receives(hex("81 85 37fa213d 7f9f4d5158"));

    assertThat(socket.texts).containsExactly("Hello");
    assertThat(socket.heard).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 4095, 4097, 65_535, 65_536, LIMIT})
  void aTextOfAnyLengthUpToTheLimitIsRead(int length) {
    String text = "abcdefghijk".repeat(length / 11 + 1).substring(0, length);

    socket.receives(text(text));

    assertThat(socket.texts).containsExactly(text);
  }

  @Test
  void itDoesNotMatterWhereTheStreamIsCut() {
    byte[] stream =
        joined(
            text("first"),
            frame(0x89, "ping"),
            frame(0x01, "in "),
            frame(0x80 | 0x0a, "pong"),
            frame(0x00, ""),
            frame(0x80, "parts ä"),
            text("x".repeat(200) + "€"),
            close(3999));
    String out = "8a04" + "70696e67" + TestSocket.closeFrame(3999, "");
    for (int cut = 0; cut <= stream.length; cut++) {
      TestSocket one = new TestSocket(LIMIT);
      one.receives(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));

      assertThat(one.texts)
          .as("cut at %d", cut)
          .containsExactly("first", "in parts ä", "x".repeat(200) + "€");
      assertThat(one.sent()).as("cut at %d", cut).isEqualTo(out);
      assertThat(one.isOpen()).isFalse();
      one.end();
    }
    for (byte each : stream) {
      socket.receives(new byte[] {each});
    }
    assertThat(socket.texts).containsExactly("first", "in parts ä", "x".repeat(200) + "€");
    assertThat(socket.sent()).isEqualTo(out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // reserved bits
        "c180 00000000",
        "a180 00000000",
        "9180 00000000",
        // not masked
        "8100",
        "810548656c6c6f",
        "8900",
        // unknown opcodes
        "8380 00000000",
        "8480 00000000",
        "8580 00000000",
        "8680 00000000",
        "8780 00000000",
        "8b80 00000000",
        "8c80 00000000",
        "8d80 00000000",
        "8e80 00000000",
        "8f80 00000000",
        // control frames in parts, or too long
        "0980 00000000",
        "0a80 00000000",
        "0880 00000000",
        "89fe 007e 00000000",
        "88fe 0100 00000000",
        "8aff 0000000000010000 00000000",
        // lengths that are not written in the shortest form, or have the highest bit set
        "81fe 007d 00000000",
        "81ff 000000000000ffff 00000000",
        "81ff 8000000000000000 00000000",
        // fragments out of order
        "8080 00000000",
        "0080 00000000",
        "0180 00000000 0180 00000000",
        "0180 00000000 8180 00000000"
      })
  void whatBreaksTheRfcCloses1002(String frames) {
    socket.receives(hex(frames), text("not read"));

    assertThat(socket.sent()).startsWith("88").contains("03ea");
    assertThat(socket.texts).isEmpty();
    assertThat(socket.refusals).isEmpty();
    socket.channel.advanceTimeBy(WebSocketFrameHandler.CLOSE_TIMEOUT_MS, MILLISECONDS);
    socket.channel.runScheduledPendingTasks();
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void aMessageThatIsToBeTooLargeIsRefusedByItsHeaderAlone() {
    socket.receives(hex("81ff 0000000000011171 00000000"));

    assertThat(socket.refusals).containsExactly(ErrorCode.MESSAGE_TOO_LARGE);
    assertThat(socket.sent()).contains("03f1");
  }

  @Test
  void fragmentsThatAddUpToTooMuchAreRefused() {
    socket.receives(
        frame(0x01, "x".repeat(40_000)), frame(0x00, "x".repeat(30_000)), frame(0x00, ""));
    assertThat(socket.refusals).isEmpty();

    socket.receives(frame(0x80, "x"));

    assertThat(socket.refusals).containsExactly(ErrorCode.MESSAGE_TOO_LARGE);
    assertThat(socket.texts).isEmpty();
  }

  @Test
  void aRefusedMessageIsPassedOverUntilTheClientCloses() {
    byte[] large = frame(0x81, "x".repeat(LIMIT + 1));
    socket.receives(Arrays.copyOf(large, 100), Arrays.copyOfRange(large, 100, large.length));
    socket.receives(text("not read"), frame(0x89, "not answered"));
    assertThat(socket.isOpen()).isTrue();

    socket.receives(close(1009));

    assertThat(socket.texts).isEmpty();
    assertThat(socket.refusals).hasSize(1);
    assertThat(socket.isOpen()).isFalse();
    assertThat(socket.sent()).startsWith("88").doesNotContain("8a");
  }

  @Test
  void aLimitOfZeroIsNone() {
    socket.end();
    socket = new TestSocket(0);

    socket.receives(text("x".repeat(1_000_000)));

    assertThat(socket.texts).containsExactly("x".repeat(1_000_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x82, 0x02})
  void aBinaryFrameIsRefused(int first) {
    socket.receives(frame(first, "{}"), text("not read"));

    assertThat(socket.refusals).containsExactly(ErrorCode.MESSAGE_BINARY);
    assertThat(socket.sent()).contains("03eb");
    assertThat(socket.texts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c328",
        "80",
        "ff",
        "c0af",
        "c1bf",
        "e28228",
        "e282",
        "e08080",
        "eda080",
        "edbfbf",
        "f0288cbc",
        "f08080af",
        "f4908080",
        "f8a1a1a1a1",
        "2200ff22"
      })
  void textThatIsNotUtf8IsRefused(String hex) {
    socket.receives(frame(0x81, hex(hex)));
    assertThat(socket.refusals).containsExactly(ErrorCode.MESSAGE_NOT_UTF8);

    TestSocket inParts = new TestSocket(LIMIT);
    inParts.receives(frame(0x01, "good "), frame(0x80, hex(hex)));
    assertThat(inParts.refusals).containsExactly(ErrorCode.MESSAGE_NOT_UTF8);
    inParts.end();
    assertThat(socket.texts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ä", "€", "😀", "\u0000", "\ufeff{}", "\udbff\udfff", "\u07ff\u0800\ud7ff"})
  void aCharacterMayBeCutByTheEndOfAFrame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket.receives(frame(0x01, "12345"));
    for (byte each : bytes) {
      socket.receives(frame(0x00, new byte[] {each}));
    }
    socket.receives(frame(0x80, ""), text(text));

    assertThat(socket.texts).containsExactly("12345" + text, text);
  }

  @Test
  void nothingIsReadWhilePausedAndAllInOrderAfterwards() {
    socket.handler.pause();
    socket.receives(text("one"), joined(text("two"), Arrays.copyOf(text("three"), 4)));
    assertThat(socket.texts).isEmpty();
    assertThat(socket.channel.config().isAutoRead()).isFalse();

    socket.handler.resume();

    assertThat(socket.texts).containsExactly("one", "two");
    byte[] three = text("three");
    socket.receives(Arrays.copyOfRange(three, 4, three.length));
    assertThat(socket.texts).containsExactly("one", "two", "three");
    assertThat(socket.channel.config().isAutoRead()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "125"})
  void aPingIsAnsweredWithItsPayload(int length) {
    String payload = "p".repeat(length);

    socket.receives(frame(0x89, payload));

    assertThat(socket.sent()).isEqualTo("8a%02x".formatted(length) + "70".repeat(length));
    assertThat(socket.heard).isEqualTo(1);
  }
}
