package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFamilyTest {

  @ParameterizedTest
  @CsvSource({
    "IPV4, 8.8.4.4, 8.8.4.4",
    "IPV6, 2606:4700::1111, 2606:4700::1111",
    "IPV6, 2606:4700:0:0:0:0:0:1111, 2606:4700::1111",
    "IPV6, 2A01:04F8:0000::7, 2a01:4f8::7",
    "IPV6, ::1, ::1"
  })
  void aTextInThePlainFormIsAnAddress(AddressFamily family, String text, String address) {
    assertThat(family.ofText(text).map(NetUtil::toAddressString)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8.8.4.4",
        "::ffff:8.8.4.4",
        "::ffff:808:404",
        "::8.8.4.4",
        "2606:4700::1111%eth0",
        "[2606:4700::1111]",
        "2606:4700::1111/128",
        " 2606:4700::1111",
        "2606:4700::1111\n",
        "2606:4700::1::1",
        "2606:4700:1111",
        "2606:4700::11111",
        "1:2:3:4:5:6:7:8:9",
        "edns0-client-subnet 2606:4700::/56"
      })
  void otherTextsAreNoIpv6Address(String text) {
    assertThat(AddressFamily.IPV6.ofText(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.4", "8.8.4.4.4", "134744068", "2606:4700::1111", "8.8.4.256"})
  void otherTextsAreNoIpv4Address(String text) {
    assertThat(AddressFamily.IPV4.ofText(text)).isEmpty();
  }

  @Test
  void aMappedAddressStaysOneOfIpv6AndSoIsNotPublic() {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff08080404");

    assertThat(AddressFamily.IPV6.ofBytes(mapped)).hasValueSatisfying(AddressFamily.IPV6::isOneOf);
    assertThat(AddressFamily.IPV6.ofBytes(mapped).map(NetUtil::toAddressString))
        .contains("::ffff:808:404");
  }

  @Test
  void onlyAsManyBytesAsTheFamilyHasAreAnAddress() {
    assertThat(AddressFamily.IPV6.ofBytes(new byte[4])).isEmpty();
    assertThat(AddressFamily.IPV4.ofBytes(new byte[16])).isEmpty();
    assertThat(AddressFamily.IPV6.ofBytes(new byte[15])).isEmpty();
    assertThat(AddressFamily.IPV4.ofBytes(new byte[] {8, 8, 4, 4})).isPresent();
  }
}
