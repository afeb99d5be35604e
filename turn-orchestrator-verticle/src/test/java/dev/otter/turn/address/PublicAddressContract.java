package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.address.TestDnsServer.Behaviour;
import dev.otter.turn.testing.OnContext;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is believed of name servers that tell the truth, lag, lie and forge, by either family. */
@ExtendWith(VertxExtension.class)
abstract class PublicAddressContract {

  final List<TestDnsServer> servers = new ArrayList<>();
  OnContext on;

  private final AddressFamily family;
  private final String truth;
  private final String lie;
  private final List<Behaviour> useless;

  /**
   * The name servers of one family.
   *
   * @param truth a public address
   * @param lie another one
   * @param useless answers that are no public address of this family
   */
  PublicAddressContract(AddressFamily family, String truth, String lie, String... useless) {
    this.family = family;
    this.truth = truth;
    this.lie = lie;
    this.useless = new ArrayList<>(List.of(TestDnsServer.honest(lie, truth)));
    for (String address : useless) {
      this.useless.add(TestDnsServer.honest(address));
    }
  }

  /** Asks these, on the test's context. */
  abstract Future<String> find(List<AddressSource> sources);

  @BeforeEach
  void context(Vertx vertx) {
    on = new OnContext(vertx);
  }

  @AfterEach
  void close() {
    servers.forEach(TestDnsServer::close);
  }

  @Test
  void forgedAnswersAreIgnoredAndTheTrueOneIsWaitedFor() {
    Behaviour forged = TestDnsServer.forgedFirst(lie, truth);

    assertThat(find(forged, forged)).isEqualTo(truth);
  }

  @Test
  void anAnswerFromAnotherSenderIsIgnored() {
    TestDnsServer elsewhere = TestDnsServer.startElsewhere(family, TestDnsServer.honest(truth));
    servers.add(elsewhere);

    assertThatThrownBy(() -> find(List.of(elsewhere), List.of(server(TestDnsServer.honest(truth)))))
        .hasMessage("source 0: no answer within 300 ms");
  }

  @Test
  void theNextResolverIsAskedWhenOneIsSilentOrKnowsNothingOrLies() {
    List<Behaviour> firsts = new ArrayList<>(useless);
    firsts.addAll(
        List.of(TestDnsServer.silent(), TestDnsServer.noSuchName(), TestDnsServer.honest()));
    for (Behaviour first : firsts) {
      assertThat(
              find(
                  List.of(server(first), server(TestDnsServer.honest(truth))),
                  List.of(server(first), server(TestDnsServer.honest(truth)))))
          .isEqualTo(truth);
    }
  }

  void assertIsRefusedFromWhomever(String address) {
    Behaviour lying = TestDnsServer.honest(address);

    assertThatThrownBy(() -> find(lying, lying))
        // Both are asked at once, and either may be refused first.
        .hasMessageMatching("source [01]: " + Pattern.quote(address) + " is no public address");
  }

  String find(Behaviour first, Behaviour second) {
    return find(List.of(server(first)), List.of(server(second)));
  }

  String find(List<TestDnsServer> first, List<TestDnsServer> second) {
    return on.call(() -> find(sources(first, second)));
  }

  /** Two sources, of which the second one answers in text. */
  List<AddressSource> sources(List<TestDnsServer> first, List<TestDnsServer> second) {
    return List.of(
        source("source 0", first, "myip.example.com.", family.recordType()),
        source("source 1", second, "whoami.example.org.", DnsRecordType.TXT));
  }

  private AddressSource source(
      String name, List<TestDnsServer> resolvers, String question, DnsRecordType type) {
    return new AddressSource(name, family, addresses(resolvers), question, type);
  }

  /** Each once more behind all of them: a busy machine may answer late. */
  private static List<InetSocketAddress> addresses(List<TestDnsServer> resolvers) {
    return Stream.concat(resolvers.stream(), resolvers.stream())
        .map(TestDnsServer::address)
        .toList();
  }

  TestDnsServer server(Behaviour behaviour) {
    TestDnsServer server = TestDnsServer.start(family, behaviour);
    servers.add(server);
    return server;
  }
}
