package dev.otter.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.turn.AddressFrom;
import dev.otter.contract.turn.RelayIpv6;
import dev.otter.turn.address.AddressFamily;
import dev.otter.turn.address.KnownAddress;
import dev.otter.turn.address.PublicAddressTask;
import dev.otter.turn.check.SelfTestPass;
import dev.otter.turn.coturn.ConsoleAccess;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people are told of a relay's IPv6 address. */
@ExtendWith(VertxExtension.class)
class RelayIpv6AddressTest {

  private static final String IP = "2606:4700::1111";

  private final List<String> told = new ArrayList<>();
  private final RelayIpv6Address configured =
      new RelayIpv6Address(
          Optional.of(new KnownAddress(IP, new AddressFrom("turn.publicIpv6", null))),
          Optional.empty(),
          told::add);

  @Test
  void aConfiguredAddressIsToldAtOnce() {
    configured.open();
    configured.close();

    assertThat(told).containsExactly(IP);
  }

  @Test
  void aRelayThatPassedByItIsToldWithHowItIsKnown() {
    Relay relay = relay(Optional.of(IP), Optional.of(SelfTestPass.WHOLE));

    assertThat(configured.of(relay)).isEqualTo(new RelayIpv6(IP, true, "turn.publicIpv6", null));
  }

  @Test
  void oneOfEarlierIsStillToldWhereItWorks() {
    Relay relay = relay(Optional.of("2620:fe::fe"), Optional.of(SelfTestPass.WHOLE));

    assertThat(configured.of(relay))
        .isEqualTo(new RelayIpv6("2620:fe::fe", true, "it was launched with this one", null));
  }

  @Test
  void whatFailedOrWasNotTestedIsNotToldAndSaysWhy() {
    SelfTestPass fault = new SelfTestPass(Optional.of("by IPv6: over TCP: no answer"));

    assertThat(configured.of(relay(Optional.of(IP), Optional.of(fault))))
        .isEqualTo(new RelayIpv6(IP, false, "by IPv6: over TCP: no answer", null));
    assertThat(configured.of(relay(Optional.of(IP), Optional.empty())))
        .isEqualTo(new RelayIpv6(IP, false, "it is not tested yet", null));
    assertThat(configured.of(relay(Optional.empty(), Optional.of(SelfTestPass.WHOLE))).reason())
        .startsWith("it does not listen on " + IP);
    assertThat(configured.of(Relay.starting(RelayId.random(), Instant.EPOCH)))
        .isEqualTo(new RelayIpv6(null, false, "it is being launched", null));
  }

  @Test
  void whyNoneIsFoundOutIsTheReason(Vertx vertx) {
    PublicAddressTask task =
        new PublicAddressTask(
            vertx,
            AddressFamily.IPV6,
            "OpenDNS and Google",
            () -> Future.failedFuture(new IllegalStateException("no answer within 300 ms")),
            InstantSource.system(),
            told::add);
    RelayIpv6Address asked = new RelayIpv6Address(Optional.empty(), Optional.of(task), told::add);
    Relay relay = relay(Optional.empty(), Optional.of(SelfTestPass.WHOLE));

    assertThat(asked.of(relay).reason()).isEqualTo("it is being asked for");
    asked.open();
    assertThat(asked.of(relay))
        .isEqualTo(new RelayIpv6(null, false, "no answer within 300 ms", null));
    assertThat(told).isEmpty();
    asked.close();
  }

  @Test
  void whereNoneIsMeantToBeNothingIsSaidButOfOneThatIsThere() {
    RelayIpv6Address none = new RelayIpv6Address(Optional.empty(), Optional.empty(), told::add);

    assertThat(none.of(relay(Optional.empty(), Optional.of(SelfTestPass.WHOLE)))).isNull();
    assertThat(none.of(relay(Optional.of(IP), Optional.of(SelfTestPass.WHOLE))).advertised())
        .isTrue();
  }

  private static Relay relay(Optional<String> ipv6, Optional<SelfTestPass> pass) {
    ConsoleAccess console = new ConsoleAccess(new InetSocketAddress(9), "");
    RelayEndpoint at = new RelayEndpoint("8.8.4.4", "10.0.0.7", 3478, console).withIpv6(ipv6);
    return new Relay(
        RelayId.random(),
        Optional.of(at),
        RelayState.READY,
        "",
        Instant.EPOCH,
        Optional.empty(),
        false,
        pass);
  }
}
