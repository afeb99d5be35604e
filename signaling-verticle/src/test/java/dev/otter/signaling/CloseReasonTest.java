package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonTest {

  /** "room-full: " takes 11 of the 123 bytes. */
  private static final int SENTENCE_BYTES = 112;

  @Test
  void aShortReasonIsTheCodeAndTheSentence() {
    assertThat(reason("this room takes 2 participants, and all are here"))
        .isEqualTo("room-full: this room takes 2 participants, and all are here");
    assertThat(reason("")).isEqualTo("room-full: ");
  }

  @Test
  void aReasonThatJustFitsIsNotCut() {
    String sentence = "x".repeat(SENTENCE_BYTES);

    assertThat(reason(sentence)).isEqualTo("room-full: " + sentence);
    assertThat(reason(sentence + "x")).isEqualTo("room-full: " + sentence);
    assertThat(reason("x".repeat(10_000))).isEqualTo("room-full: " + sentence);
  }

  @ParameterizedTest
  @CsvSource({"ä, 56, 0", "€, 37, 1", "😀, 28, 0", "\u202e, 37, 1"})
  void aCharacterOfSeveralBytesIsKeptWholeOrNotAtAll(String character, int fitting, int unused) {
    String reason = reason(character.repeat(100));

    assertThat(reason).isEqualTo("room-full: " + character.repeat(fitting));
    assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSize(123 - unused);
  }

  @ParameterizedTest
  @ValueSource(ints = {108, 109, 110, 111, 112, 113})
  void whereverTheCutFallsTheReasonStaysUtf8(int before) throws CharacterCodingException {
    String whole = "room-full: " + "x".repeat(before) + "😀ä€" + "y".repeat(100);

    String reason = reason("x".repeat(before) + "😀ä€" + "y".repeat(100));

    ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason));
    assertThat(bytes.remaining()).isBetween(120, 123);
    assertThat(whole).startsWith(reason);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsKeptWhole(ErrorCode code) {
    String reason = CloseReason.text(new RefusedException(code, "€".repeat(200)));

    assertThat(reason).startsWith(code.code() + ": €");
    assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
  }

  private static String reason(String sentence) {
    return CloseReason.text(new RefusedException(ErrorCode.ROOM_FULL, sentence));
  }
}
