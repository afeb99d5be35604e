package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMessageAssemblerTest {

  private static final int LIMIT = 64;

  private final TextMessageAssembler assembler = new TextMessageAssembler(LIMIT);

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "{\"payload\":\"ä€😀\"}", "\u0000", "\ufeff{}", "\udbff\udfff"})
  void aFrameThatIsFinalIsAMessage(String text) {
    assertThat(add(text(text, true))).contains(text);
  }

  @Test
  void framesAreJoinedUntilTheFinalOne() {
    assertThat(add(text("{\"pay", false))).isEmpty();
    assertThat(add(more("load\"", false))).isEmpty();
    assertThat(add(more("", false))).isEmpty();

    assertThat(add(more(":1}", true))).contains("{\"payload\":1}");
  }

  @Test
  void aCharacterMayBeCutByTheEndOfAFrame() {
    byte[] bytes = "ä€😀".getBytes(StandardCharsets.UTF_8);
    Optional<String> message = add(text("", false));

    for (int i = 0; i < bytes.length; i++) {
      assertThat(message).isEmpty();
      message = add(more(Buffer.buffer(new byte[] {bytes[i]}), i == bytes.length - 1));
    }

    assertThat(message).contains("ä€😀");
  }

  @Test
  void eachMessageStartsAnew() {
    add(text("first ", false));
    add(more("message", true));

    assertThat(add(text("second", true))).contains("second");
    add(text("third ", false));
    assertThat(add(more("message", true))).contains("third message");
  }

  @Test
  void aFrameWhoseBufferIsUsedAgainKeepsItsText() {
    Buffer used = Buffer.buffer("first ");
    add(more(used, false));

    used.setString(0, "XXXXXX");

    assertThat(add(more("second", true))).contains("first second");
  }

  @Test
  void theLargestMessagePassesAndOneByteMoreIsRefused() {
    assertThat(add(text("x".repeat(LIMIT), true))).contains("x".repeat(LIMIT));

    RefusedException refusal = refusal(text("x".repeat(LIMIT + 1), true));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    assertThat(refusal).hasMessage("a message may have 64 bytes at most");
  }

  @Test
  void theLimitIsOfBytesAndNotOfCharacters() {
    assertThat(add(text("€".repeat(21), true))).contains("€".repeat(21));

    assertThat(refusal(text("€".repeat(22), true)).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
  }

  @Test
  void theLimitIsOfTheWholeMessage() {
    add(text("x".repeat(LIMIT - 1), false));
    add(more("x", false));
    assertThat(add(more("", true))).contains("x".repeat(LIMIT));

    add(text("x".repeat(LIMIT - 1), false));
    add(more("x", false));
    RefusedException refusal = refusal(more("x", false));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
  }

  @Test
  void aLimitOfZeroIsNone() {
    TextMessageAssembler unlimited = new TextMessageAssembler(0);
    String text = "x".repeat(1_000_000);

    unlimited.add(text(text, false));

    assertThat(unlimited.add(more("y", true)).map(String::new)).contains(text + "y");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBinaryFrameIsRefused(boolean isFinal) {
    RefusedException refusal =
        refusal(WebSocketFrame.binaryFrame(Buffer.buffer("{\"payload\":1}"), isFinal));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_BINARY);
    assertThat(refusal).hasMessage("signaling is text, got a binary frame");
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
        "eda080",
        "edbfbf",
        "f0288cbc",
        "f4908080",
        "f8a1a1a1a1",
        "2200ff22"
      })
  void textThatIsNotUtf8IsRefused(String hex) {
    Buffer bad = Buffer.buffer(HexFormat.of().parseHex(hex));

    assertThat(refusal(more(bad, true)).code()).isEqualTo(ErrorCode.MESSAGE_NOT_UTF8);
    add(text("good ", false));
    RefusedException refusal = refusal(more(bad, true));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_NOT_UTF8);
    assertThat(refusal).hasMessage("a text message must be UTF-8");
  }

  private RefusedException refusal(WebSocketFrame frame) {
    return catchThrowableOfType(RefusedException.class, () -> assembler.add(frame));
  }

  private Optional<String> add(WebSocketFrame frame) {
    return assembler.add(frame).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static WebSocketFrame text(String text, boolean isFinal) {
    return WebSocketFrame.textFrame(text, isFinal);
  }

  private static WebSocketFrame more(String text, boolean isFinal) {
    return more(Buffer.buffer(text), isFinal);
  }

  private static WebSocketFrame more(Buffer data, boolean isFinal) {
    return WebSocketFrame.continuationFrame(data, isFinal);
  }
}
