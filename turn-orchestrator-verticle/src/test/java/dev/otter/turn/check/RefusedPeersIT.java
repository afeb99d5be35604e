package dev.otter.turn.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.PortRange;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.Command;
import dev.otter.turn.testing.MachineLock;
import dev.otter.turn.testing.NetworkNamespace;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real relay in a network namespace, and beside it, in another one, a machine that has a
 * public-looking address and forbidden ones: to the first data arrives, to the others none, by
 * whatever way it is asked for. Needs root.
 */
@ExtendWith(VertxExtension.class)
class RefusedPeersIT {

  private static final String SECRET = "the-secret-of-this-test";
  private static final String PUBLIC = "93.184.215.14";
  private static final List<String> FORBIDDEN =
      List.of(
          "10.99.0.5",
          "172.17.0.9",
          "192.168.77.7",
          "100.64.0.9",
          "169.254.169.254",
          "198.18.0.9",
          "192.0.0.8");
  private static final int PORT = 5_999;
  private static final String RELAY = "otter-relay-" + ProcessHandle.current().pid();
  private static final String PEERS = "otter-peers-" + ProcessHandle.current().pid();

  /** Says to which of its addresses each datagram came. */
  private static final String LISTENER =
      """
      import socket, struct
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.setsockopt(socket.IPPROTO_IP, 8, 1)
      s.bind(('0.0.0.0', %d))
      print('listening', flush=True)
      while True:
          data, extra, flags, sender = s.recvmsg(2048, 256)
          print(socket.inet_ntoa(extra[0][2][8:12]), data.decode(), flush=True)
      """
          .formatted(PORT);

  @TempDir private Path directory;

  private MachineLock lock;
  private NetworkNamespace relays;
  private NetworkNamespace peers;
  private OnContext on;

  @BeforeEach
  void makeNetworks(Vertx vertx) {
    lock = MachineLock.take("network");
    on = new OnContext(vertx);
    relays = new NetworkNamespace(RELAY);
    peers = new NetworkNamespace(PEERS);
    // From the test to the relay.
    Command.run("ip link add otterT0 type veth peer name otterT1 netns " + RELAY);
    Command.run("ip addr add 10.213.7.1/30 dev otterT0");
    Command.run("ip link set otterT0 up");
    relays.run("ip addr add 10.213.7.2/30 dev otterT1");
    relays.run("ip link set otterT1 up");
    relays.run("ip link set lo up");
    // From the relay to the peers.
    relays.run("ip link add otterP0 type veth peer name otterP1 netns " + PEERS);
    relays.run("ip addr add 93.184.215.1/24 dev otterP0");
    relays.run("ip link set otterP0 up");
    peers.run("ip addr add " + PUBLIC + "/24 dev otterP1");
    peers.run("ip link set otterP1 up");
    peers.run("ip route add 10.213.7.0/30 via 93.184.215.1");
    for (String address : FORBIDDEN) {
      peers.run("ip addr add " + address + "/32 dev otterP1");
      relays.run("ip route add " + address + "/32 via " + PUBLIC);
    }
  }

  @AfterEach
  void removeNetworks() {
    try {
      Command.run("ip link del otterT0");
      relays.close();
      peers.close();
    } finally {
      lock.close();
    }
  }

  @Test
  void dataArrivesAtAPublicPeerAndAtNoForbiddenOne() throws IOException {
    Path arrivals = listen();
    InetSocketAddress relay = startRelay();

    Credential credential =
        new TurnCredentials(SECRET, InstantSource.system()).issue("participant");
    TurnClient client =
        on.call(
            () ->
                TurnClient.open(
                    on.vertx(),
                    relay,
                    StunTransport.UDP,
                    credential.username(),
                    credential.password()));
    on.call(client::allocate);
    int channel = 0x4000;
    for (String address : FORBIDDEN) {
      InetSocketAddress peer = peer(address);
      int number = channel++;
      // Asked for by each way, and sent whatever the answer was.
      on.call(() -> client.createPermission(peer).otherwiseEmpty());
      on.call(() -> client.bindChannel(number, peer).otherwiseEmpty());
      client.send(peer, "forbidden".getBytes(StandardCharsets.UTF_8));
    }
    on.call(() -> client.createPermission(peer(PUBLIC)));
    client.send(peer(PUBLIC), "public".getBytes(StandardCharsets.UTF_8));
    String after = "10.213.7.2 sent by the machine of the relay itself";

    NetworkNamespace.until(arrivals, PUBLIC + " public");
    // The way to a forbidden one is open: only the relay does not go it.
    relays.run(
        "python3 -c \"import socket; socket.socket(2, 2).sendto(b'"
            + after
            + "', ('"
            + FORBIDDEN.get(0)
            + "', "
            + PORT
            + "))\"");
    NetworkNamespace.until(arrivals, FORBIDDEN.get(0) + " " + after);
    assertThat(NetworkNamespace.lines(arrivals))
        .containsExactly("listening", PUBLIC + " public", FORBIDDEN.get(0) + " " + after);
    on.call(client::close);
  }

  private InetSocketAddress startRelay() throws IOException {
    RelayRules rules = TestRelays.rules(SECRET);
    InetAddress local = NetUtil.createInetAddressFromIpAddressString("10.213.7.2");
    Slot slot = new Slot(3478, new PortRange(50_000, 50_511), 50_000);
    CoturnSettings settings =
        CoturnSettings.of(rules, "relay-0123456789ab", local, slot, local.getHostAddress());
    Path file = directory.resolve("turnserver.conf");
    Files.writeString(file, settings.text(directory.toString()));
    relays.start(directory.resolve("relay.log"), "turnserver", "-c", file.toString());
    InetSocketAddress at = new InetSocketAddress(local, 3478);
    on.untilAnswers(at);
    return at;
  }

  private Path listen() {
    Path arrivals = directory.resolve("arrivals");
    peers.start(arrivals, "python3", "-c", LISTENER);
    NetworkNamespace.until(arrivals, "listening");
    return arrivals;
  }

  private static InetSocketAddress peer(String address) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), PORT);
  }
}
