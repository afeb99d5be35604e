package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.AddressRange;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes with one public address, of which a load balancer would choose for each datagram.
 * Here the client and the peer choose: a node listens at an address of its own, and says to be at
 * that of all.
 */
abstract class ManyNodesScene {

  static final int CHANNEL = 0x4001;

  /** So long what was sent may be under way on a busy machine, before it is sent again. */
  private static final int SOON_MS = 1_000;

  static final String SHARED = "127.0.2.99";

  @TempDir private Path directory;
  final List<Node> nodes = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Vertx storeVertx;
  SlowStores stores;
  int port;

  /** A client of the first node, where it is relayed, and its peer: after {@link #bind}. */
  TestTurnClient client;

  InetSocketAddress relayed;
  DatagramSocket peer;

  /** One node: its gateway, its relay, its place. */
  record Node(Vertx vertx, TestGateway test, NodeTag tag, InetSocketAddress front, TestGate gate) {}

  /** Whether a node is on the side that serves. */
  static final class TestGate implements ServingGate {

    volatile boolean open = true;

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
    port = FreePorts.next();
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

  /**
   * Whether what is before the nodes translates addresses, so that they answer as they were asked.
   */
  boolean translated() {
    return false;
  }

  Node node(int number) throws IOException {
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
            front,
            translated());
    test.gateway.publicAddress(InetAddress.getByName(SHARED));
    test.launch();
    test.open();
    return new Node(vertx, test, tag, front, gate);
  }

  /** A channel from a client of the first node to a peer. */
  void bind() throws IOException {
    client = client("a", nodes.get(0));
    relayed = client.allocate();
    peer = peer();
    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
  }

  TestTurnClient client(String participant, Node node) throws IOException {
    TestTurnClient client = new TestTurnClient(node.front, node.test.credential(participant));
    open.add(client);
    return client;
  }

  DatagramSocket peer() throws IOException {
    DatagramSocket peer = new DatagramSocket(TestGateway.at("127.0.3.1", 0));
    peer.setSoTimeout(SOON_MS);
    open.add(peer);
    return peer;
  }

  static InetSocketAddress address(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Until something goes from the client to the peer, and back by a node. */
  static void untilEchoed(
      TestTurnClient client, DatagramSocket peer, Node back, InetSocketAddress relayed) {
    TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
    TestGateway.until("the peer reaches it", () -> heard(client, peer, back, relayed));
  }

  /**
   * Whether a refresh is granted; while a session moves there is no answer, and clients ask again.
   */
  static boolean answers(TestTurnClient client) {
    return client.isGranted();
  }

  static boolean reaches(TestTurnClient client, DatagramSocket peer) {
    try {
      byte[] sent = unique();
      client.sendChannelData(CHANNEL, sent);
      byte[] buffer = new byte[100];
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      do {
        // One that was late before is passed over.
        packet.setLength(buffer.length);
        peer.receive(packet);
      } while (!Arrays.equals(Arrays.copyOf(buffer, packet.getLength()), sent));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Such that what comes late is not taken for what was sent now. */
  private static byte[] unique() {
    return Long.toString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean hears(TestTurnClient client, byte[] sent) throws IOException {
    Optional<byte[]> came = client.nextChannelData(CHANNEL, SOON_MS);
    while (came.isPresent() && !Arrays.equals(came.get(), sent)) {
      came = client.nextChannelData(CHANNEL, SOON_MS);
    }
    return came.isPresent();
  }

  /** All that comes to a peer until these have come and nothing does any more. */
  static List<String> drained(DatagramSocket peer, String... awaited) throws IOException {
    List<String> came = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    byte[] buffer = new byte[100];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (true) {
      try {
        packet.setLength(buffer.length);
        peer.receive(packet);
        came.add(new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII));
      } catch (SocketTimeoutException e) {
        if (came.containsAll(List.of(awaited)) || System.nanoTime() > end) {
          return came;
        }
      }
    }
  }

  static boolean heard(
      TestTurnClient client, DatagramSocket peer, Node node, InetSocketAddress relayed) {
    try {
      byte[] data = unique();
      peer.send(
          new DatagramPacket(
              data,
              data.length,
              new InetSocketAddress(node.front.getAddress(), relayed.getPort())));
      return hears(client, data);
    } catch (IOException e) {
      return false;
    }
  }

  static boolean passes(TestTurnClient from, TestTurnClient to) {
    try {
      byte[] sent = unique();
      from.sendChannelData(CHANNEL, sent);
      return hears(to, sent);
    } catch (IOException e) {
      return false;
    }
  }

  /** Until a peer's datagram that comes to a node arrives at the client. */
  void untilKnownTo(
      Node node, TestTurnClient client, DatagramSocket peer, InetSocketAddress relayed) {
    TestGateway.until("a node knows the session", () -> heard(client, peer, node, relayed));
  }

  /** Until a node listens at as many ports of other nodes' sessions. */
  static void untilAllListened(Node node, int ports) {
    TestGateway.until(
        "a node knows all sessions",
        () -> node.test.metric("otter.gateway.sessions.elsewhere") == ports);
  }
}
