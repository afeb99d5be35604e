package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.otter.contract.error.RefusedException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner takes what another parser takes, and nothing else: Jackson is the judge. */
class JsonScannerTest {

  private static final long SEED = 20261124;
  private static final int DOCUMENTS = 30_000;
  private static final String NASTY = "{}[]\",:\\/ \t\n0123456789-+.eEtrufalsn\u0000\u001f\u007fx";

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(EnvelopeReader.MAX_DEPTH)
                  .maxNumberLength(JsonScanner.MAX_DIGITS)
                  .build())
          .build();

  @Test
  void whatRandomDocumentsBecomeByAccidentIsJudgedAsJacksonDoes() {
    Random random = new Random(SEED);
    RandomJson json = new RandomJson(random);
    int good = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = json.envelope().text().getBytes(StandardCharsets.UTF_8);
      for (int j = random.nextInt(3); j > 0; j--) {
        document = damaged(document, random);
      }
      if (!ByteBufUtil.isText(Unpooled.wrappedBuffer(document), StandardCharsets.UTF_8)) {
        continue;
      }
      boolean taken = scannerTakes(document);
      assertThat(taken)
          .as("document %d of seed %d: %s", i, SEED, text(document))
          .isEqualTo(jacksonTakes(document));
      good += taken ? 1 : 0;
    }
    assertThat(good).isBetween(DOCUMENTS / 10, DOCUMENTS * 9 / 10);
  }

  /** A stop may be anywhere in the words of eight bytes that texts are looked through in. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"", "\\", "\\n", "\\u00e", "\\u00e4", "\u0000", "\u001f", " ", "ä", "!"})
  void aStopIsFoundAtEachPlaceOfAText(String stop) {
    for (int before = 0; before < 20; before++) {
      for (int behind = 0; behind < 20; behind++) {
        byte[] document =
            ('"' + "a".repeat(before) + stop + "€".repeat(behind) + '"')
                .getBytes(StandardCharsets.UTF_8);
        assertThat(scannerTakes(document))
            .as("%d before, %d behind", before, behind)
            .isEqualTo(jacksonTakes(document));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1000, 1001})
  void theDigitsOfANumberAreCountedInAllItsParts(int digits) {
    String third = "7".repeat(digits / 3);
    String rest = "7".repeat(digits - 2 * (digits / 3));
    for (String number :
        new String[] {
          "7".repeat(digits), '-' + "7".repeat(digits), third + '.' + third + "e-" + rest
        }) {
      assertThat(scannerTakes(number.getBytes(StandardCharsets.UTF_8)))
          .isEqualTo(digits <= JsonScanner.MAX_DIGITS);
    }
  }

  private static byte[] damaged(byte[] document, Random random) {
    int at = random.nextInt(document.length);
    byte nasty = (byte) NASTY.charAt(random.nextInt(NASTY.length()));
    byte[] damaged = document.clone();
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] = nasty;
      case 1 -> damaged = Arrays.copyOf(document, Math.max(1, at));
      case 2 -> {
        damaged = Arrays.copyOf(document, document.length + 1);
        System.arraycopy(document, at, damaged, at + 1, document.length - at);
        damaged[at] = nasty;
      }
      default -> {
        damaged = Arrays.copyOf(document, Math.max(1, document.length - 1));
        System.arraycopy(document, at + 1, damaged, at, document.length - at - 1);
      }
    }
    return damaged;
  }

  private static boolean scannerTakes(byte[] document) {
    byte[] memory = Arrays.copyOf(document, document.length + 16);
    try {
      int at = JsonScanner.next(memory, 0, document.length);
      int end = JsonScanner.value(memory, at, document.length, EnvelopeReader.MAX_DEPTH);
      return JsonScanner.space(memory, end, document.length) == document.length;
    } catch (RefusedException e) {
      return false;
    }
  }

  private static boolean jacksonTakes(byte[] document) {
    try (JsonParser parser = JACKSON.createParser(document)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      JsonToken behind = parser.nextToken();
      return behind == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }
}
