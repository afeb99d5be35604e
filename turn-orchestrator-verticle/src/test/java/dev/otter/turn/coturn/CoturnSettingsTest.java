package dev.otter.turn.coturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.PortRange;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.testing.TestRelays;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoturnSettingsTest {

  private static final Optional<String> IPV6 = Optional.of("2606:4700::1111");

  private final CoturnSettings plain =
      CoturnSettings.of(
          TestRelays.rules("the-secret-of-this-test"),
          "relay-0123456789ab",
          NetUtil.createInetAddressFromIpAddressString("10.0.0.7"),
          new Slot(3478, new PortRange(50_000, 50_511), 50_000),
          "8.8.4.4");

  @Test
  void anIpv6AddressIsListenedOnAndNotRelayedFrom() {
    List<String> lines = lines(plain.withIpv6(IPV6));

    assertThat(lines)
        .contains("listening-ip=10.0.0.7", "listening-ip=2606:4700::1111")
        .contains("external-ip=8.8.4.4/10.0.0.7")
        .contains("denied-peer-ip=0:0:0:0:0:0:0:1-1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    assertThat(values(lines, "relay-ip")).containsExactly("10.0.0.7");
    assertThat(values(lines, "allowed-peer-ip")).containsExactly("10.0.0.7");
  }

  @Test
  void thatLineIsTheWholeDifference() {
    List<String> with = lines(plain.withIpv6(IPV6));

    assertThat(with).hasSize(lines(plain).size() + 1).containsAll(lines(plain));
    assertThat(values(lines(plain), "listening-ip")).containsExactly("10.0.0.7");
    assertThat(plain.withIpv6(Optional.empty())).isEqualTo(plain);
  }

  @Test
  void serversWithDifferentIpv6AddressesAreToldApart() {
    assertThat(
            Stream.of(plain, plain.withIpv6(IPV6), plain.withIpv6(Optional.of("2620:fe::fe")))
                .map(CoturnSettings::fingerprint))
        .doesNotHaveDuplicates();
  }

  private static List<String> lines(CoturnSettings settings) {
    return settings.text("/relay").lines().toList();
  }

  private static List<String> values(List<String> lines, String option) {
    return lines.stream()
        .filter(line -> line.startsWith(option + "="))
        .map(line -> line.substring(option.length() + 1))
        .toList();
  }
}
