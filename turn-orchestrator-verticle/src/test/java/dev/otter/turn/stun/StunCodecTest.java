package dev.otter.turn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the test vectors of RFC 5769. */
class StunCodecTest {

  private static final byte[] REQUEST =
      hex(
          """
          000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74
          002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020
          000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf""");
  private static final byte[] IPV4_ANSWER =
      hex(
          """
          0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220
          002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7
          80280004c07d4c96""");
  private static final byte[] IPV6_ANSWER =
      hex(
          """
          010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220
          002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
          00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c""");
  private static final byte[] LONG_TERM =
      hex(
          """
          000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b90000
          0015001c662f2f3439396b393534643 64f4c33346f4c39465354767936347341
          0014000b6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666""");
  private static final byte[] SHORT_TERM_KEY =
      "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.UTF_8);
  private static final TransactionId ID = new TransactionId(hex("b7e7a701bc34d686fa87dfae"));

  @Test
  void theRequestOfRfc5769IsReadAndVerified() {
    StunMessage request = StunCodec.decode(REQUEST).orElseThrow();

    assertThat(request.type()).isEqualTo(StunMessage.BINDING);
    assertThat(request.transactionId()).isEqualTo(ID);
    assertThat(request.text(StunAttribute.USERNAME)).contains("evtj:h6vY");
    assertThat(StunCodec.verifies(REQUEST, SHORT_TERM_KEY)).isTrue();
    assertThat(StunCodec.verifies(REQUEST, new byte[] {1})).isFalse();
  }

  @Test
  void theAnswersOfRfc5769NameTheClientsAddress() {
    InetSocketAddress ipv4 =
        new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString("192.0.2.1"), 32_853);
    InetSocketAddress ipv6 =
        new InetSocketAddress(
            NetUtil.createInetAddressFromIpAddressString("2001:db8:1234:5678:11:2233:4455:6677"),
            32_853);

    for (byte[] answer : List.of(IPV4_ANSWER, IPV6_ANSWER)) {
      StunMessage message = StunCodec.decode(answer).orElseThrow();
      assertThat(message.isSuccessOf(StunMessage.BINDING)).isTrue();
      assertThat(message.address(StunAttribute.XOR_MAPPED_ADDRESS))
          .contains(answer == IPV4_ANSWER ? ipv4 : ipv6);
      assertThat(StunCodec.verifies(answer, SHORT_TERM_KEY)).isTrue();
    }
    assertThat(StunAttribute.xorAddress(0x20, ipv4, ID).value()).isEqualTo(hex("0001a147e112a643"));
    assertThat(StunAttribute.xorAddress(0x20, ipv6, ID).value())
        .isEqualTo(hex("0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"));
  }

  @Test
  void theLongTermRequestOfRfc5769IsWrittenByteForByte() {
    String username = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9";
    byte[] key = StunCodec.longTermKey(username, "example.org", "TheMatrIX");
    StunMessage message =
        new StunMessage(
            StunMessage.BINDING,
            new TransactionId(hex("78ad3433c6ad72c029da412e")),
            List.of(
                StunAttribute.text(StunAttribute.USERNAME, username),
                StunAttribute.text(StunAttribute.NONCE, "f//499k954d6OL34oL9FSTvy64sA"),
                StunAttribute.text(StunAttribute.REALM, "example.org")));

    byte[] written = StunCodec.encode(message, Optional.of(key));

    assertThat(StunCodec.verifies(LONG_TERM, key)).isTrue();
    // The vector has no fingerprint; with one, only the length in the header differs.
    assertThat(Arrays.copyOfRange(written, 4, LONG_TERM.length))
        .isEqualTo(Arrays.copyOfRange(LONG_TERM, 4, LONG_TERM.length));
    assertThat(StunCodec.decode(written).orElseThrow().text(StunAttribute.REALM))
        .contains("example.org");
    assertThat(StunCodec.verifies(written, key)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"401, 0401", "438, 0426", "486, 0456", "508, 0508"})
  void aRefusalHasACode(int code, String classAndNumber) {
    StunMessage refused =
        new StunMessage(
            StunMessage.ALLOCATE | 0x0110,
            ID,
            List.of(new StunAttribute(StunAttribute.ERROR_CODE, hex("0000" + classAndNumber))));

    assertThat(refused.errorCode()).isEqualTo(code);
    assertThat(refused.isAnswer()).isTrue();
    assertThat(refused.isSuccessOf(StunMessage.ALLOCATE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "0001000021 12a44200000000000000000000",
        "000100002112a44300000000000000000000000000",
        "000100042112a442000000000000000000000000",
        "000100042112a44200000000000000000000000000060001",
        "000100042112a4420000000000000000000000000006ffff",
        "000100022112a4420000000000000000000000000006",
        "400100002112a442000000000000000000000000",
        "000100082112a4420000000000000000000000008028000400000000",
        "0001000c2112a442000000000000000000000000802800040000000000060000"
      })
  void garbageIsNoMessage(String datagram) {
    assertThat(StunCodec.decode(hex(datagram))).isEmpty();
  }

  @Test
  void aFlippedBitBeforeTheFingerprintIsNoticed() {
    for (int bit = 0; bit < (REQUEST.length - 8) * 8; bit++) {
      byte[] flipped = REQUEST.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));

      // Where the flip makes the fingerprint part of another attribute, the integrity goes too.
      assertThat(
              StunCodec.decode(flipped).isEmpty() || !StunCodec.verifies(flipped, SHORT_TERM_KEY))
          .as("bit %s", bit)
          .isTrue();
    }
  }

  @Test
  void randomBytesAreNeitherReadNorThrownAt() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = random.nextBoolean() ? REQUEST.clone() : LONG_TERM.clone();
      for (int j = random.nextInt(6); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      StunCodec.decode(cut)
          .ifPresent(message -> assertThat(message.attributes()).hasSizeLessThan(30));
      if (StunCodec.decode(cut).isPresent()) {
        StunCodec.verifies(cut, SHORT_TERM_KEY);
      }
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }
}
