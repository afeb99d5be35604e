package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.AddressRange;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.LocalKeyValueStores;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes with one public address, of which a load balancer would choose for each datagram.
 * Here the client and the peer choose: a node listens at an address of its own, and says to be at
 * that of all.
 */
class AnyNodeIT {

  private static final int CHANNEL = 0x4001;
  private static final String SHARED = "127.0.2.99";

  @TempDir private Path directory;
  private final List<Node> nodes = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Vertx storeVertx;
  private SlowStores stores;
  private int port;

  /** One node: its gateway, its relay, its place. */
  private record Node(
      Vertx vertx, TestGateway test, NodeTag tag, InetSocketAddress front, TestGate gate) {}

  /** Whether a node is on the side that serves. */
  private static final class TestGate implements ServingGate {

    private volatile boolean open = true;

    @Override
    public boolean delivers() {
      return true;
    }

    @Override
    public boolean decides() {
      return open;
    }
  }

  @BeforeEach
  void threeNodes() throws IOException {
    storeVertx = TestGateway.vertx();
    stores = new SlowStores(new LocalKeyValueStores(storeVertx, System::nanoTime));
    port = TestGateway.freePort();
    for (int i = 1; i <= 3; i++) {
      nodes.add(node(i));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    for (Node each : nodes) {
      each.test.close();
      each.vertx.close();
    }
    storeVertx.close();
  }

  @Test
  void aSessionIsServedByWhicheverNodeADatagramComesTo() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    assertThat(relayed.getAddress().getHostAddress()).isEqualTo(SHARED);
    DatagramSocket peer = peer();

    for (Node node : nodes) {
      client.to(node.front);
      // Asked of one node, answered as by the one that has it, with the nonce of the first.
      assertThat(client.refresh(600).errorCode()).isZero();
      assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
      assertThat(echo(client, peer, node, relayed)).isTrue();
    }
    // The same request again, as a browser sends it when the answer was lost, elsewhere.
    TestTurnClient other = client("b", nodes.get(0));
    other.allocate();
    other.to(nodes.get(2).front);
    assertThat(other.repeat().errorCode()).isZero();
    assertThat(nodes.get(0).test.metric("otter.gateway.sessions")).isEqualTo(2);
    assertThat(nodes.get(1).test.metric("otter.gateway.sessions")).isZero();
    assertThat(nodes.get(2).test.metric("otter.gateway.sessions")).isZero();
  }

  @Test
  void itsNodeDiesAndTheNextDatagramOfTheClientFindsItAtAnother() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    DatagramSocket peer = peer();
    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
    untilKnownTo(nodes.get(1), client, peer, relayed);

    nodes.get(0).test.die();

    client.to(nodes.get(1).front);
    TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
    // Both ways, with the nonce, the permission and the channel of before.
    assertThat(echo(client, peer, nodes.get(1), relayed)).isTrue();
    TestGateway.until(
        "the peer reaches it by the third node", () -> heard(client, peer, nodes.get(2), relayed));
    assertThat(answers(client)).isTrue();
    client.to(nodes.get(2).front);
    assertThat(echo(client, peer, nodes.get(1), relayed)).isTrue();
    assertThat(nodes.get(1).test.takeOvers() + nodes.get(2).test.takeOvers()).isEqualTo(1);
  }

  @Test
  void itsNodeDiesAndOnlyThePeerIsSending() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    DatagramSocket peer = peer();
    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
    untilKnownTo(nodes.get(2), client, peer, relayed);

    nodes.get(0).test.die();

    TestGateway.until(
        "the peer reaches the client", () -> heard(client, peer, nodes.get(2), relayed));
    assertThat(nodes.get(2).test.takeOvers()).isEqualTo(1);
  }

  @Test
  void aNodeThatLeftIsInheritedWithoutAnyDatagramByExactlyOne() throws Exception {
    List<TestTurnClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      TestTurnClient client = client("c" + i, nodes.get(0));
      client.allocate();
      clients.add(client);
    }
    for (Node other : nodes.subList(1, 3)) {
      untilAllListened(other, 8);
    }

    nodes.get(0).test.die();
    nodes.get(1).test.gateway.nodeLeft(nodes.get(0).tag);
    nodes.get(2).test.gateway.nodeLeft(nodes.get(0).tag);

    TestGateway.until(
        "all have a node", () -> nodes.get(1).test.sessions() + nodes.get(2).test.sessions() == 8);
    for (TestTurnClient each : clients) {
      each.to(nodes.get(1).front);
      TestGateway.until("a client is answered", () -> answers(each));
    }
    assertThat(nodes.get(1).test.sessions() + nodes.get(2).test.sessions()).isEqualTo(8);
  }

  @Test
  void aNodeThatIsShutDownHandsItsSessionsOn() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    client.allocate();
    untilAllListened(nodes.get(1), 1);
    untilAllListened(nodes.get(2), 1);

    nodes.get(0).test.closeGateway();

    TestGateway.until(
        "another one has it",
        () -> nodes.get(1).test.sessions() + nodes.get(2).test.sessions() == 1);
    client.to(nodes.get(1).front);
    TestGateway.until("the client is answered", () -> answers(client));
  }

  @Test
  void aNodeThatComesLaterServesSessionsOfBefore() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    DatagramSocket peer = peer();
    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();

    Node late = node(4);
    nodes.add(late);

    client.to(late.front);
    TestGateway.until("it knows the client", () -> reaches(client, peer));
    TestGateway.until("it listens for peers", () -> heard(client, peer, late, relayed));
  }

  @Test
  void aNodeThatIsCutOffServesNothingAndWhatTheOthersTookIsTheirs() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    DatagramSocket peer = peer();
    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
    untilKnownTo(nodes.get(1), client, peer, relayed);

    nodes.get(0).gate.open = false;
    nodes.get(0).test.forward(Duration.ofSeconds(5));
    assertThat(reaches(client, peer)).isFalse();
    nodes.get(1).test.gateway.nodeLeft(nodes.get(0).tag);
    nodes.get(2).test.gateway.nodeLeft(nodes.get(0).tag);
    TestGateway.until(
        "another one has it",
        () -> nodes.get(1).test.sessions() + nodes.get(2).test.sessions() == 1);
    client.to(nodes.get(1).front);
    TestGateway.until("it goes on there", () -> reaches(client, peer));

    nodes.get(0).gate.open = true;

    TestGateway.until("the first one lets go", () -> nodes.get(0).test.sessions() == 0);
    assertThat(nodes.get(1).test.sessions() + nodes.get(2).test.sessions()).isEqualTo(1);
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
    nodes.get(0).test.die();
    a.to(nodes.get(2).front);
    TestGateway.until("b hears a again", () -> passes(a, b));
    TestGateway.until("a hears b again", () -> passes(b, a));
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsUpNeitherDataNorAnswersOfASession() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    DatagramSocket peer = peer();

    stores.slow(true);

    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
    assertThat(client.refresh(600).errorCode()).isZero();
    assertThat(echo(client, peer, nodes.get(0), relayed)).isTrue();
    nodes.get(0).test.die();
    client.to(nodes.get(1).front);
    TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
    stores.slow(false);
  }

  @Test
  void whatIsNotSealedByANodeIsNoFrame() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    client.allocate();
    double before = nodes.get(0).test.drops(DropReason.MALFORMED);
    byte[] forged = new byte[60];
    forged[0] = LinkSeal.OF_CLIENT;
    try (DatagramSocket stranger = new DatagramSocket()) {
      stranger.send(
          new DatagramPacket(
              forged, forged.length, TestGateway.at(nodes.get(0).front.getHostString(), port + 1)));
    }

    TestGateway.until(
        "it is dropped", () -> nodes.get(0).test.drops(DropReason.MALFORMED) > before);
  }

  private Node node(int number) throws IOException {
    InetSocketAddress front = TestGateway.at("127.0.2." + number, port);
    NodeTag tag = NodeTag.random();
    TestGate gate = new TestGate();
    Vertx vertx = TestGateway.vertx();
    TestGateway test =
        new TestGateway(
            storeVertx,
            vertx,
            directory.resolve("node-" + number),
            List.of(AddressRange.parse("turn.allowedPeers", "127.0.3.0/24")),
            new GatewayCluster(
                tag,
                Optional.of(new InetSocketAddress(front.getAddress(), port + 1)),
                stores,
                gate),
            front);
    test.gateway.publicAddress(InetAddress.getByName(SHARED));
    test.launch();
    test.open();
    return new Node(vertx, test, tag, front, gate);
  }

  private TestTurnClient client(String participant, Node node) throws IOException {
    TestTurnClient client = new TestTurnClient(node.front, node.test.credential(participant));
    open.add(client);
    return client;
  }

  private DatagramSocket peer() throws IOException {
    DatagramSocket peer = new DatagramSocket(TestGateway.at("127.0.3.1", 0));
    peer.setSoTimeout(200);
    open.add(peer);
    return peer;
  }

  private static InetSocketAddress address(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** From the client to the peer, and back by a node. */
  private boolean echo(
      TestTurnClient client, DatagramSocket peer, Node back, InetSocketAddress relayed)
      throws IOException {
    return reaches(client, peer) && heard(client, peer, back, relayed);
  }

  /**
   * Whether a refresh is granted; while a session moves there is no answer, and clients ask again.
   */
  private static boolean answers(TestTurnClient client) {
    try {
      return client.refresh(600).errorCode() == 0;
    } catch (IOException | AssertionError e) {
      return false;
    }
  }

  private static boolean reaches(TestTurnClient client, DatagramSocket peer) {
    try {
      byte[] sent = Long.toString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
      client.sendChannelData(CHANNEL, sent);
      byte[] buffer = new byte[100];
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      peer.receive(packet);
      return Arrays.equals(Arrays.copyOf(buffer, packet.getLength()), sent);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean heard(
      TestTurnClient client, DatagramSocket peer, Node node, InetSocketAddress relayed) {
    try {
      byte[] data = {1, 2, 3};
      peer.send(
          new DatagramPacket(
              data, 3, new InetSocketAddress(node.front.getAddress(), relayed.getPort())));
      return client.nextChannelData(CHANNEL, 200).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean passes(TestTurnClient from, TestTurnClient to) {
    try {
      from.sendChannelData(CHANNEL, new byte[] {5});
      return to.nextChannelData(CHANNEL, 200).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Until a peer's datagram that comes to a node arrives at the client. */
  private void untilKnownTo(
      Node node, TestTurnClient client, DatagramSocket peer, InetSocketAddress relayed) {
    TestGateway.until("a node knows the session", () -> heard(client, peer, node, relayed));
  }

  /** Until a node listens at as many ports of other nodes' sessions. */
  private static void untilAllListened(Node node, int ports) {
    TestGateway.until(
        "a node knows all sessions",
        () -> node.test.metric("otter.gateway.sessions.elsewhere") == ports);
  }
}
