package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.coturn.ConsoleAccess;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayEndpointTest {

  private static final String IPV6 = "2606:4700::1111";

  private final RelayEndpoint plain =
      new RelayEndpoint(
          "8.8.4.4", "10.0.0.7", 3478, new ConsoleAccess(new InetSocketAddress(9), ""));

  @Test
  void withoutIpv6ThereAreUrlsOfIpv4Only() {
    assertThat(plain.urls(Optional.empty(), true))
        .isEqualTo(plain.urls(Optional.empty(), false))
        .containsExactly(
            "stun:8.8.4.4:3478",
            "turn:8.8.4.4:3478?transport=udp",
            "turn:8.8.4.4:3478?transport=tcp");
    assertThat(plain.localIpv6()).isEmpty();
  }

  @Test
  void anIpv6AddressIsInBracketsAndAfterWhatThereIsOfIpv4() {
    RelayEndpoint both = plain.withIpv6(Optional.of(IPV6));

    assertThat(both.urls(Optional.of("turn.example.com"), true))
        .containsExactly(
            "stun:8.8.4.4:3478",
            "turn:8.8.4.4:3478?transport=udp",
            "turn:8.8.4.4:3478?transport=tcp",
            "turns:turn.example.com:3478?transport=tcp",
            "turn:[2606:4700::1111]:3478?transport=udp",
            "turn:[2606:4700::1111]:3478?transport=tcp");
    assertThat(both.localIpv6().orElseThrow().getPort()).isEqualTo(3478);
  }

  @Test
  void anIpv6AddressThatIsNotProvedToWorkIsNotTold() {
    RelayEndpoint both = plain.withIpv6(Optional.of(IPV6));

    assertThat(both.urls(Optional.empty(), false)).isEqualTo(plain.urls(Optional.empty(), false));
  }
}
