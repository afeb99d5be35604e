package dev.otter.turn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.TurnCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With what a browser really sends, byte for byte. */
class BrowserDatagramsTest {

  private static final String CAPTURE = "/stun/chromium-156.txt";
  private static final String SECRET = "the-secret-of-this-test";
  private static final String USERNAME = "9999999999:browser";
  private static final byte[] KEY =
      StunCodec.longTermKey(
          USERNAME, "otter", new TurnCredentials(SECRET, Instant::now).password(USERNAME));

  static Stream<Arguments> messages() throws IOException {
    return datagrams().filter(each -> !each.get()[0].equals("ChannelData"));
  }

  static Stream<Arguments> withCredential() throws IOException {
    return messages().filter(each -> StunCodec.hasIntegrity((byte[]) each.get()[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void isReadAndWrittenAgainAsItWas(String name, byte[] datagram) {
    StunMessage message = StunCodec.decode(datagram).orElseThrow();

    boolean signed = StunCodec.hasIntegrity(datagram);
    byte[] again =
        signed ? StunCodec.encode(message, Optional.of(KEY)) : StunCodec.encodeBare(message);
    // We write a fingerprint too, so only the length in the header differs.
    assertThat(Arrays.copyOfRange(again, 4, datagram.length))
        .isEqualTo(Arrays.copyOfRange(datagram, 4, datagram.length));
    assertThat(again.length).isEqualTo(datagram.length + (signed ? 8 : 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withCredential")
  void isProvenByItsCredentialAndNotWhenAnyBitIsChanged(String name, byte[] datagram) {
    assertThat(StunCodec.verifies(datagram, KEY)).isTrue();

    for (int bit = 0; bit < 8 * datagram.length; bit++) {
      byte[] changed = datagram.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      boolean taken = StunCodec.decode(changed).isPresent() && StunCodec.verifies(changed, KEY);
      assertThat(taken).as("bit %d", bit).isFalse();
    }
  }

  private static Stream<Arguments> datagrams() throws IOException {
    try (InputStream in = BrowserDatagramsTest.class.getResourceAsStream(CAPTURE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .map(words -> Arguments.of(words[0], HexFormat.of().parseHex(words[1])));
    }
  }
}
