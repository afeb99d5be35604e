package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.address.TestDnsServer.Behaviour;
import dev.otter.turn.testing.OnContext;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against name servers on loopback that tell the truth, lag, lie and forge. */
@ExtendWith(VertxExtension.class)
class PublicAddressIT {

  private static final String TRUTH = "8.8.4.4";
  private static final String LIE = "9.9.9.9";

  private final List<TestDnsServer> servers = new ArrayList<>();
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
  void twoSourcesThatAgreeAreBelieved() {
    assertThat(find(TestDnsServer.honest(TRUTH), TestDnsServer.honest(TRUTH))).isEqualTo(TRUTH);
  }

  @Test
  void sourcesThatDoNotAgreeAreNot() {
    assertThatThrownBy(() -> find(TestDnsServer.honest(TRUTH), TestDnsServer.honest(LIE)))
        .hasMessage("the sources do not agree: 8.8.4.4, 9.9.9.9");
  }

  @Test
  void forgedAnswersAreIgnoredAndTheTrueOneIsWaitedFor() {
    Behaviour forged = TestDnsServer.forgedFirst(LIE, TRUTH);

    assertThat(find(forged, forged)).isEqualTo(TRUTH);
  }

  @Test
  void anAnswerFromAnotherSenderIsIgnored() {
    TestDnsServer elsewhere =
        TestDnsServer.startElsewhere(AddressFamily.IPV4, TestDnsServer.honest(TRUTH));
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
            TestDnsServer.honest("10.0.0.1"),
            TestDnsServer.honest(LIE, TRUTH),
            TestDnsServer.honest())) {
      assertThat(
              find(
                  List.of(server(first), server(TestDnsServer.honest(TRUTH))),
                  List.of(server(TestDnsServer.honest(TRUTH)))))
          .isEqualTo(TRUTH);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "169.254.1.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255"
      })
  void anAddressThatIsNotPublicIsRefusedFromWhomever(String address) {
    Behaviour lying = TestDnsServer.honest(address);

    assertThatThrownBy(() -> find(lying, lying))
        // Both are asked at once, and either may be refused first.
        .hasMessageMatching("source [01]: " + Pattern.quote(address) + " is no public address");
  }

  @Test
  void oneSourceAloneIsNeverBelieved(Vertx vertx) {
    List<AddressSource> one = AddressSource.DEFAULT.subList(0, 1);

    assertThatThrownBy(() -> new PublicAddress(vertx, one))
        .hasMessage("one source alone is never believed");
  }

  @Test
  void aFailureIsTriedAgainAndTheAddressToldOnce() throws Exception {
    TestDnsServer flaky = server(TestDnsServer.silent());
    TestDnsServer good = server(TestDnsServer.honest(TRUTH));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Promise<Void> failedOnce = Promise.promise();
    PublicAddress address = address(List.of(flaky), List.of(good));
    PublicAddressTask task =
        new PublicAddressTask(
            on.vertx(),
            AddressFamily.IPV4,
            address.names(),
            () -> address.find().onFailure(failure -> failedOnce.tryComplete()),
            InstantSource.system(),
            told::add);

    begin(task);
    failedOnce.future().await(10, TimeUnit.SECONDS);
    assertThat(told).isEmpty();
    flaky.behave(TestDnsServer.honest(TRUTH));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(TRUTH);
    task.close();
  }

  private String find(Behaviour first, Behaviour second) {
    return find(List.of(server(first)), List.of(server(second)));
  }

  private String find(List<TestDnsServer> first, List<TestDnsServer> second) {
    return on.call(() -> address(first, second).find());
  }

  private PublicAddress address(List<TestDnsServer> first, List<TestDnsServer> second) {
    return new PublicAddress(
        on.vertx(),
        List.of(
            new AddressSource(
                "source 0",
                AddressFamily.IPV4,
                first.stream().map(TestDnsServer::address).toList(),
                "myip.example.com.",
                DnsRecordType.A),
            new AddressSource(
                "source 1",
                AddressFamily.IPV4,
                second.stream().map(TestDnsServer::address).toList(),
                "whoami.example.org.",
                DnsRecordType.TXT)));
  }

  private TestDnsServer server(Behaviour behaviour) {
    TestDnsServer server = TestDnsServer.start(behaviour);
    servers.add(server);
    return server;
  }

  private void begin(PublicAddressTask task) {
    on.call(
        () -> {
          task.open();
          return Future.succeededFuture();
        });
  }
}
