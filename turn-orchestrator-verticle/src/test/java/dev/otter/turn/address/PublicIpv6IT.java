package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.address.TestDnsServer.Behaviour;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against name servers on IPv6 loopback that tell the truth, lag, lie and forge. */
class PublicIpv6IT extends PublicAddressContract {

  private static final String TRUTH = "2606:4700::1111";
  private static final String LIE = "2620:fe::fe";

  private Set<InetAddress> interfaces = addresses("::1", "fd00::2", TRUTH);

  PublicIpv6IT() {
    super(AddressFamily.IPV6, TRUTH, LIE, "fd00::1", "8.8.4.4");
  }

  @Override
  Future<String> find(List<AddressSource> sources) {
    return new OwnIpv6(on.vertx(), sources, () -> interfaces).find();
  }

  @Test
  void twoSourcesThatAgreeOnAnOwnAddressAreBelieved() {
    Behaviour honest = TestDnsServer.honest("2606:4700:0:0:0:0:0:1111");

    assertThat(find(honest, honest)).isEqualTo(TRUTH);
  }

  @Test
  void sourcesThatDoNotAgreeAreNot() {
    assertThatThrownBy(() -> find(TestDnsServer.honest(TRUTH), TestDnsServer.honest(LIE)))
        .hasMessage("the sources do not agree: 2606:4700::1111, 2620:fe::fe");
  }

  @Test
  void anAddressThatIsNoInterfacesIsNotUsed() {
    Behaviour both = TestDnsServer.honest(LIE);

    assertThatThrownBy(() -> find(both, both))
        .hasMessage("2620:fe::fe is not an address of this machine");
  }

  @Test
  void nobodyIsAskedWhereNoInterfaceHasAPublicAddress() {
    interfaces = addresses("::1", "fd00::2", "fe80::1", "2001:db8::1");
    TestDnsServer first = server(TestDnsServer.honest(TRUTH));
    TestDnsServer second = server(TestDnsServer.honest(TRUTH));

    assertThatThrownBy(() -> find(List.of(first), List.of(second)))
        .hasMessage("this machine has no public IPv6 address");
    assertThat(first.questions() + second.questions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "fe80::1",
        "fd00::2",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001:0:808:404::1",
        "2002:808:404::1",
        "64:ff9b::808:404"
      })
  void anAddressThatIsNotPublicIsRefusedFromWhomever(String address) {
    assertIsRefusedFromWhomever(address);
  }

  @Test
  void anIpv4AddressInIpv6FormIsRefusedAsARecordAndAsText() {
    assertThatThrownBy(
            () -> find(TestDnsServer.honest("::ffff:8.8.4.4"), TestDnsServer.honest(TRUTH)))
        .hasMessage("source 0: ::ffff:808:404 is no public address");
    assertThatThrownBy(
            () -> find(TestDnsServer.honest(TRUTH), TestDnsServer.honest("::ffff:8.8.4.4")))
        .hasMessage("source 1: it answered 0 addresses, not one");
  }

  @Test
  void addressesOfTwoFamiliesNeverAgree(Vertx vertx) {
    assertThatThrownBy(() -> new PublicAddress(vertx, AddressSource.DEFAULT))
        .hasMessage("addresses of two families never agree");
  }

  private static Set<InetAddress> addresses(String... texts) {
    return Stream.of(texts)
        .map(NetUtil::createInetAddressFromIpAddressString)
        .collect(Collectors.toSet());
  }
}
