package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.AddressRange;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in front of one real relay, with clients and a peer on addresses of loopback. */
class GatewayIT {

  private static final int CHANNEL = 0x4001;
  private static final int SOON_MS = 30_000;

  /** A peer that is no client: only this one address of loopback is open. */
  private static final InetAddress PEER = TestGateway.at("127.0.0.77", 0).getAddress();

  @TempDir private static Path directory;
  private static Vertx vertx;
  private static TestGateway test;
  private static RunningRelay relay;
  private static InetSocketAddress gateway;

  private final List<AutoCloseable> open = new ArrayList<>();
  private static int participants;

  @BeforeAll
  static void start() throws IOException {
    vertx = TestGateway.vertx();
    test =
        new TestGateway(
            vertx, directory, List.of(AddressRange.parse("turn.allowedPeers", "127.0.0.77")));
    relay = test.launch();
    gateway = test.open();
    TestGateway.until("it is rehearsed", () -> test.gateway.rehearsed().isComplete());
    TestGateway.until("nothing is left of that", () -> test.allocations(relay) == 0);
  }

  @AfterAll
  static void stop() {
    test.close();
    vertx.close();
  }

  @AfterEach
  void closeClients() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void twoClientsReachEachOtherByTheirRelayedAddressesOfTheGateway() throws IOException {
    TestTurnClient a = client();
    TestTurnClient b = client();

    StunMessage answer = a.allocateAnswer();
    InetSocketAddress atA = answer.address(StunAttribute.XOR_RELAYED_ADDRESS).orElseThrow();
    InetSocketAddress atB = b.allocate();

    assertThat(answer.address(StunAttribute.XOR_MAPPED_ADDRESS)).contains(a.local());
    assertThat(atA.getPort()).isBetween(40_000, 48_000);
    assertThat(a.bind(CHANNEL, atB).errorCode()).isZero();
    assertThat(b.permit(atA).errorCode()).isZero();

    a.sendChannelData(CHANNEL, text("by channel"));
    StunMessage data = b.nextData(SOON_MS).orElseThrow();
    assertThat(data.address(StunAttribute.XOR_PEER_ADDRESS)).contains(atA);
    assertThat(data.attribute(StunAttribute.DATA).orElseThrow().value())
        .isEqualTo(text("by channel"));

    b.sendIndication(atA, text("by indication"));
    assertThat(a.nextChannelData(CHANNEL, SOON_MS)).contains(text("by indication"));
    assertThat(test.log(relay)).doesNotContain(String.valueOf(atB.getPort()));
  }

  @Test
  void aPeerOutsideSeesTheGatewaysAddressAndAnswersToIt() throws IOException {
    TestTurnClient a = client();
    DatagramSocket peer = peer();
    InetSocketAddress at = (InetSocketAddress) peer.getLocalSocketAddress();
    InetSocketAddress relayed = a.allocate();
    a.permit(at);

    a.sendIndication(at, text("first"));
    DatagramPacket first = receive(peer);
    assertThat(first.getSocketAddress()).isEqualTo(relayed);
    assertThat(payload(first)).isEqualTo(text("first"));
    send(peer, text("answer"), relayed);
    StunMessage data = a.nextData(SOON_MS).orElseThrow();
    assertThat(data.address(StunAttribute.XOR_PEER_ADDRESS)).contains(at);

    a.bind(CHANNEL, at);
    a.sendChannelData(CHANNEL, text("second"));
    assertThat(payload(receive(peer))).isEqualTo(text("second"));
    send(peer, new byte[1_200], relayed);
    assertThat(a.nextChannelData(CHANNEL, SOON_MS)).contains(new byte[1_200]);
    // From another port of a permitted address: no channel, so an indication.
    DatagramSocket other = peer();
    send(other, text("other"), relayed);
    assertThat(a.nextData(SOON_MS).orElseThrow().address(StunAttribute.XOR_PEER_ADDRESS))
        .contains((InetSocketAddress) other.getLocalSocketAddress());
  }

  @Test
  void withoutAPermissionNothingPassesAndOneEndsAfterFiveMinutes() throws IOException {
    TestTurnClient a = client();
    DatagramSocket peer = peer();
    InetSocketAddress at = (InetSocketAddress) peer.getLocalSocketAddress();
    InetSocketAddress relayed = a.allocate();

    double before = test.drops(DropReason.NO_PERMISSION);
    send(peer, text("not asked for"), relayed);
    a.sendIndication(at, text("not permitted"));
    TestGateway.until("both are dropped", () -> test.drops(DropReason.NO_PERMISSION) - before == 2);

    a.bind(CHANNEL, at);
    a.sendChannelData(CHANNEL, text("permitted"));
    assertThat(payload(receive(peer))).isEqualTo(text("permitted"));
    test.forward(Duration.ofMinutes(5));
    double then = test.drops(DropReason.NO_PERMISSION);
    a.sendChannelData(CHANNEL, text("over"));
    send(peer, text("over"), relayed);
    TestGateway.until(
        "both are dropped again", () -> test.drops(DropReason.NO_PERMISSION) - then == 2);
    a.permit(at);
    a.sendChannelData(CHANNEL, text("again"));
    assertThat(payload(receive(peer))).isEqualTo(text("again"));
  }

  @Test
  void theGatewaysOwnAddressLeadsToSessionsAndToNothingElse() throws IOException {
    TestTurnClient a = client();
    a.allocate();
    try (DatagramSocket service = new DatagramSocket(0, TestGateway.LOOPBACK)) {
      InetSocketAddress at = (InetSocketAddress) service.getLocalSocketAddress();
      assertThat(a.permit(at).errorCode()).isZero();

      double before = test.drops(DropReason.FORBIDDEN_PEER);
      a.sendIndication(at, text("a service of this machine"));
      a.bind(CHANNEL, at);
      a.sendChannelData(CHANNEL, text("the same"));
      a.sendIndication(gateway, text("the gateway itself"));

      TestGateway.until(
          "all are dropped", () -> test.drops(DropReason.FORBIDDEN_PEER) - before == 3);
    }
  }

  @Test
  void aSessionGoesOnWithItsOldNonceAndEndsWhenItsClientSaysSo() throws IOException {
    TestTurnClient a = client();
    InetSocketAddress relayed = a.allocate();
    untilTheRelayHasAsMany();

    assertThat(a.allocateAnswer().errorCode()).isEqualTo(437);
    test.forward(Duration.ofMinutes(9));
    StunMessage kept = a.refresh(600);
    assertThat(kept.errorCode()).isZero();
    assertThat(kept.attribute(StunAttribute.LIFETIME).orElseThrow().toNumber()).hasValue(600);
    assertThat(a.refresh(0).errorCode()).isZero();
    assertThat(a.refresh(600).errorCode()).isEqualTo(437);
    // Its relay has forgotten it too, so that its port is free.
    untilTheRelayHasAsMany();
    assertThat(a.allocate()).isNotEqualTo(relayed);
  }

  @Test
  void aSessionThatIsNotRefreshedEndsAndItsPortRests() throws IOException {
    TestTurnClient a = client();
    InetSocketAddress relayed = a.allocate();

    test.forward(Duration.ofSeconds(601));

    TestGateway.until("no session is left", () -> test.metric("otter.gateway.sessions") == 0);
    TestGateway.until("its port is free", () -> canBind(relayed));
  }

  @Test
  void theSameAllocateAgainIsAnsweredAgain() throws IOException {
    TestTurnClient a = client();
    // Brings the nonce.
    a.refresh(600);
    TransactionId id = TransactionId.random();
    byte[] datagram =
        a.datagram(
            id,
            StunMessage.ALLOCATE,
            List.of(StunAttribute.number(StunAttribute.REQUESTED_TRANSPORT, 17 << 24)));

    StunMessage first = a.ask(datagram, id);
    StunMessage second = a.ask(datagram, id);

    assertThat(first.address(StunAttribute.XOR_RELAYED_ADDRESS)).isPresent();
    assertThat(second.address(StunAttribute.XOR_RELAYED_ADDRESS))
        .isEqualTo(first.address(StunAttribute.XOR_RELAYED_ADDRESS));
  }

  @Test
  void nobodyElseSpeaksForASession() throws IOException {
    Credential credential = test.credential("victim");
    TestTurnClient victim = opened(new TestTurnClient(gateway, credential));
    InetSocketAddress relayed = victim.allocate();
    // The same ids from another port: another client, whose nonce is not good there.
    TestTurnClient thief = opened(new TestTurnClient(gateway, credential));
    TransactionId id = TransactionId.random();
    byte[] refresh =
        victim.datagram(
            id, StunMessage.REFRESH, List.of(StunAttribute.number(StunAttribute.LIFETIME, 0)));

    assertThat(thief.ask(refresh, id).errorCode()).isEqualTo(438);
    thief.sendChannelData(CHANNEL, text("x"));
    assertThat(victim.refresh(600).errorCode()).isZero();

    // Another participant at the same address, as after a NAT's port was given away.
    InetSocketAddress local = victim.local();
    victim.close();
    TestTurnClient next = opened(new TestTurnClient(gateway, test.credential("another"), local));
    assertThat(next.refresh(0).errorCode()).isEqualTo(441);
    assertThat(next.allocateAnswer().errorCode()).isIn(437, 441);
    assertThat(relayed).isNotNull();
  }

  private static boolean canBind(InetSocketAddress address) {
    try (DatagramSocket free = new DatagramSocket(address)) {
      return free.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Each session of the gateway has an allocation at the relay, and nothing else has. */
  private static void untilTheRelayHasAsMany() {
    TestGateway.until(
        "the relay has as many",
        () -> test.allocations(relay) == test.metric("otter.gateway.sessions"));
  }

  private TestTurnClient client() throws IOException {
    participants++;
    return opened(new TestTurnClient(gateway, test.credential("guest-" + participants)));
  }

  private TestTurnClient opened(TestTurnClient client) {
    open.add(client);
    return client;
  }

  private DatagramSocket peer() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, PEER);
    socket.setSoTimeout(SOON_MS);
    open.add(socket);
    return socket;
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    socket.receive(packet);
    return packet;
  }

  private static byte[] payload(DatagramPacket packet) {
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static void send(DatagramSocket from, byte[] data, InetSocketAddress to)
      throws IOException {
    from.send(new DatagramPacket(data, data.length, to));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
