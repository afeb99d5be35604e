package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.kv.KeyValueStore;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Any datagram may come to any node. */
class AnyNodeIT extends ManyNodesScene {

  @Test
  void aSessionIsServedByWhicheverNodeADatagramComesTo() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    assertThat(relayed.getAddress().getHostAddress()).isEqualTo(SHARED);
    DatagramSocket peer = peer();

    for (Node node : nodes) {
      client.to(node.front());
      // Asked of one node, answered as by the one that has it, with the nonce of the first.
      assertThat(client.refresh(600).errorCode()).isZero();
      assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
      untilEchoed(client, peer, node, relayed);
    }
    // The same request again, as a browser sends it when the answer was lost, elsewhere.
    TestTurnClient other = client("b", nodes.get(0));
    other.allocate();
    other.to(nodes.get(2).front());
    assertThat(other.repeat().errorCode()).isZero();
    assertThat(nodes.get(0).test().metric("otter.gateway.sessions")).isEqualTo(2);
    assertThat(nodes.get(1).test().metric("otter.gateway.sessions")).isZero();
    assertThat(nodes.get(2).test().metric("otter.gateway.sessions")).isZero();
  }

  /** What is claimed is what is there, also when a second has begun meanwhile. */
  @Test
  void aSessionIsKeptThatTookAWhileToClaim() throws Exception {
    stores.beforeClaim(() -> nodes.get(0).test().forward(Duration.ofMillis(300)));
    for (int i = 0; i < 12; i++) {
      TestTurnClient client = client("p" + i, nodes.get(0));
      client.allocate();
      assertThat(client.bind(CHANNEL, address(peer())).errorCode()).isZero();
    }
  }

  @Test
  void aNodeThatComesLaterServesSessionsOfBefore() throws Exception {
    bind();

    Node late = node(4);
    nodes.add(late);

    client.to(late.front());
    TestGateway.until("it knows the client", () -> reaches(client, peer));
    TestGateway.until("it listens for peers", () -> heard(client, peer, late, relayed));
  }

  /**
   * Without having to ask: when a node has just died the store answers nobody, and who does not
   * know where the others are passes nothing on.
   */
  @Test
  void aNodeThatComesLaterIsToldAtOnceWhereTheOthersAre() throws Exception {
    Map<String, Long> toldAt = new ConcurrentHashMap<>();
    KeyValueStore.Watch watch =
        stores
            .open("turn-gateway")
            .watch(change -> toldAt.putIfAbsent(change.key(), System.nanoTime()))
            .await();

    Node late = node(4);
    nodes.add(late);

    TestGateway.until("it is told", () -> nodes.stream().allMatch(each -> at(toldAt, each) > 0));
    for (Node each : nodes) {
      assertThat(Duration.ofNanos(at(toldAt, each) - at(toldAt, late)))
          .isLessThan(Duration.ofSeconds(5));
    }
    watch.close();
  }

  private static long at(Map<String, Long> toldAt, Node node) {
    return toldAt.entrySet().stream()
        .filter(told -> told.getKey().matches("node/.*/" + node.tag()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void twoSessionsOfTwoNodesReachEachOther() throws Exception {
    TestTurnClient a = client("a", nodes.get(0));
    TestTurnClient b = client("b", nodes.get(1));
    InetSocketAddress atA = a.allocate();
    InetSocketAddress atB = b.allocate();
    assertThat(a.bind(CHANNEL, atB).errorCode()).isZero();
    assertThat(b.bind(CHANNEL, atA).errorCode()).isZero();

    TestGateway.until("b hears a", () -> passes(a, b));
    TestGateway.until("a hears b", () -> passes(b, a));
    nodes.get(0).test().die();
    a.to(nodes.get(2).front());
    TestGateway.until("b hears a again", () -> passes(a, b));
    TestGateway.until("a hears b again", () -> passes(b, a));
  }

  @Test
  void whatIsNotSealedByANodeIsNoFrame() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    client.allocate();
    double before = nodes.get(0).test().drops(DropReason.MALFORMED);
    byte[] forged = new byte[60];
    forged[0] = LinkSeal.OF_CLIENT;
    try (DatagramSocket stranger = new DatagramSocket()) {
      stranger.send(
          new DatagramPacket(
              forged,
              forged.length,
              TestGateway.at(nodes.get(0).front().getHostString(), port + 1)));
    }

    TestGateway.until(
        "it is dropped", () -> nodes.get(0).test().drops(DropReason.MALFORMED) > before);
  }
}
