package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.address.TestDnsServer.Behaviour;
import dev.otter.turn.testing.OnContext;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against name servers on IPv6 loopback that tell the truth, lag, lie and forge. */
@ExtendWith(VertxExtension.class)
class PublicIpv6IT {

  private static final String TRUTH = "2606:4700::1111";
  private static final String LIE = "2620:fe::fe";

  private final List<TestDnsServer> servers = new ArrayList<>();
  private Set<InetAddress> interfaces = addresses("::1", "fd00::2", TRUTH);
  private OnContext on;

  @BeforeEach
  void context(Vertx vertx) {
    on = new OnContext(vertx);
  }

  @AfterEach
  void close() {
    servers.forEach(TestDnsServer::close);
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

  @Test
  void forgedAnswersAreIgnoredAndTheTrueOneIsWaitedFor() {
    Behaviour forged = TestDnsServer.forgedFirst(LIE, TRUTH);

    assertThat(find(forged, forged)).isEqualTo(TRUTH);
  }

  @Test
  void anAnswerFromAnotherSenderIsIgnored() {
    TestDnsServer elsewhere =
        TestDnsServer.startElsewhere(AddressFamily.IPV6, TestDnsServer.honest(TRUTH));
    servers.add(elsewhere);

    assertThatThrownBy(() -> find(List.of(elsewhere), List.of(server(TestDnsServer.honest(TRUTH)))))
        .hasMessage("source 0: no answer within 300 ms");
  }

  @Test
  void theNextResolverIsAskedWhenOneIsSilentOrKnowsNothingOrLies() {
    for (Behaviour first :
        List.of(
            TestDnsServer.silent(),
            TestDnsServer.noSuchName(),
            TestDnsServer.honest("fd00::1"),
            TestDnsServer.honest(LIE, TRUTH),
            TestDnsServer.honest("8.8.4.4"),
            TestDnsServer.honest())) {
      assertThat(
              find(
                  List.of(server(first), server(TestDnsServer.honest(TRUTH))),
                  List.of(server(first), server(TestDnsServer.honest(TRUTH)))))
          .isEqualTo(TRUTH);
    }
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
    Behaviour lying = TestDnsServer.honest(address);

    assertThatThrownBy(() -> find(lying, lying))
        // Both are asked at once, and either may be refused first.
        .hasMessageMatching("source [01]: " + Pattern.quote(address) + " is no public address");
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

  private String find(Behaviour first, Behaviour second) {
    return find(List.of(server(first)), List.of(server(second)));
  }

  private String find(List<TestDnsServer> first, List<TestDnsServer> second) {
    List<AddressSource> sources =
        List.of(
            source("source 0", first, DnsRecordType.AAAA),
            source("source 1", second, DnsRecordType.TXT));
    return on.call(() -> new OwnIpv6(on.vertx(), sources, () -> interfaces).find());
  }

  private static AddressSource source(
      String name, List<TestDnsServer> servers, DnsRecordType type) {
    return new AddressSource(
        name,
        AddressFamily.IPV6,
        servers.stream().map(TestDnsServer::address).toList(),
        "myip.example.com.",
        type);
  }

  private TestDnsServer server(Behaviour behaviour) {
    TestDnsServer server = TestDnsServer.start(AddressFamily.IPV6, behaviour);
    servers.add(server);
    return server;
  }

  private static Set<InetAddress> addresses(String... texts) {
    return Stream.of(texts)
        .map(NetUtil::createInetAddressFromIpAddressString)
        .collect(Collectors.toSet());
  }
}
