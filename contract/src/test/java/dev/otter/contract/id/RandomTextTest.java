package dev.otter.contract.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomTextTest {

  private static final int ALPHABET = 62;

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 2", "2, 3", "3, 4", "16, 22", "32, 43"})
  void base64TextHoldsAsManyBytesAsAskedForWithoutPadding(int bytes, int characters) {
    String text = RandomText.base64Url(bytes);

    assertThat(text).hasSize(characters).matches("[0-9A-Za-z_-]*");
    assertThat(Base64.getUrlDecoder().decode(text)).hasSize(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 36})
  void alphanumericTextHasTheLengthAskedFor(int characters) {
    assertThat(RandomText.alphanumeric(characters)).hasSize(characters).matches("[0-9A-Za-z]*");
  }

  @Test
  void everyLetterAndDigitComesUp() {
    // That one of 62 is missing by chance among 20,000 has a probability below 1e-138.
    String text = RandomText.alphanumeric(20_000);

    assertThat(text.chars().distinct().count()).isEqualTo(ALPHABET);
  }

  @Test
  void everyByteValueComesUp() {
    byte[] random = Base64.getUrlDecoder().decode(RandomText.base64Url(20_000));

    assertThat(Stream.of(boxed(random)).distinct()).hasSize(256);
  }

  @Test
  void textIsNotMadeTwice() {
    assertThat(Stream.generate(() -> RandomText.base64Url(16)).limit(10_000))
        .doesNotHaveDuplicates();
    assertThat(Stream.generate(() -> RandomText.alphanumeric(22)).limit(10_000))
        .doesNotHaveDuplicates();
  }

  private static Byte[] boxed(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      boxed[i] = bytes[i];
    }
    return boxed;
  }
}
