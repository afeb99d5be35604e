package dev.otter.deploy.docker;

import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.secrets.PreparedSecrets;
import dev.otter.turn.coturn.ConsoleAccess;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.PeerPolicy;
import dev.otter.turn.coturn.RelaySecrets;
import dev.otter.turn.docker.TarFile;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TURN servers: on the network of the engine's machine, as publishing a port costs Docker a
 * process, or behind the nodes' gateways on the deployment's. They are told the same as those that
 * a node launches.
 */
final class RelayParts {

  private static final int USER = 65_534;
  private static final int MEGABYTES = 256;
  private static final int STOP_SECONDS = 5;
  private static final int PORTS_EACH = 512;

  /** CoTURN's own, on a network of the server's own. */
  private static final int CONSOLE_PORT = 5766;

  /** The volume, and in it the directory that belongs to the user. */
  private static final String VOLUME = "/var/lib/otter";

  private static final String DIRECTORY = "relay";
  private static final String FILE = DIRECTORY + "/turnserver.conf";

  private final DockerSettings settings;
  private final PreparedSecrets secrets;

  RelayParts(DockerSettings settings, PreparedSecrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  /** What browsers are told. */
  static List<String> urls(RelaySettings relays) {
    return IntStream.range(0, relays.count())
        .mapToObj(index -> relays.publicIp() + ":" + (relays.port() + index))
        .flatMap(
            at ->
                Stream.of(
                    "stun:" + at, "turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp"))
        .toList();
  }

  /** Where nodes find the servers, to watch them: a public address may not lead back. */
  static List<String> watchAt(RelaySettings relays, Subnet subnet) {
    return IntStream.range(0, relays.count())
        .map(index -> relays.port() + index)
        .mapToObj(port -> relays.publicIp() + ":" + port + "=" + subnet.gateway() + ":" + port)
        .toList();
  }

  /** What nodes are told of servers that they stand in front of. */
  static List<String> urlsBehind(RelaySettings relays, Subnet subnet) {
    return IntStream.rangeClosed(1, relays.count())
        .mapToObj(
            number ->
                "turn:" + subnet.relay(number) + ":" + RelaysConfig.DEFAULT_PORT + "?transport=udp")
        .toList();
  }

  /** All; none where they are inside of the nodes. */
  List<Part> all() {
    IntStream indexes = IntStream.range(0, settings.relays().count());
    return switch (settings.relays().place()) {
      case MACHINE -> indexes.mapToObj(this::onMachine).toList();
      case NETWORK -> indexes.mapToObj(this::onNetwork).toList();
      case NODES -> List.of();
    };
  }

  /** It listens where nodes find it too, and relays from its own address only. */
  private String forNodes() {
    return "listening-ip=" + settings.subnet().gateway() + "\n";
  }

  private Part onMachine(int index) {
    RelaySettings relays = settings.relays();
    int first = relays.ports().first() + index * PORTS_EACH;
    String ip = relays.host().getHostAddress();
    CoturnSettings coturn =
        new CoturnSettings(
            ip,
            Optional.of(relays.publicIp()).filter(other -> !other.equals(ip)),
            relays.port() + index,
            new PortRange(first, first + PORTS_EACH - 1),
            new PeerPolicy(relays.allowedPeers(), relays.host()),
            RelaySecrets.listed(List.of(secrets.turnSecret())),
            console(index, first),
            false,
            Optional.empty());
    return part(
        index,
        body().onHost(),
        coturn.text(VOLUME + "/" + DIRECTORY) + forNodes(),
        relays.publicIp() + ":" + coturn.listeningPort());
  }

  /** Nobody but a gateway reaches it, or is reached by it. */
  private Part onNetwork(int index) {
    String ip = settings.subnet().relay(index + 1);
    CoturnSettings coturn =
        new CoturnSettings(
            ip,
            Optional.empty(),
            RelaysConfig.DEFAULT_PORT,
            RelaysConfig.DEFAULT_RELAY_PORTS,
            PeerPolicy.behindGateways(
                NetUtil.createInetAddressFromIpAddressString(ip), settings.subnet().nodes()),
            RelaySecrets.listed(List.of(secrets.turnSecret())),
            console(index, CONSOLE_PORT),
            false,
            Optional.empty());
    return part(
        index,
        body().on(settings.name(), ip),
        coturn.text(VOLUME + "/" + DIRECTORY),
        ip + ":" + coturn.listeningPort());
  }

  private ConsoleAccess console(int index, int port) {
    return new ConsoleAccess(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        secrets.derived("console of " + name(index)));
  }

  private static ContainerBody body() {
    return new ContainerBody(MEGABYTES, STOP_SECONDS)
        .user(USER)
        .entrypoint("turnserver")
        .command("-c", VOLUME + "/" + FILE);
  }

  private static String name(int index) {
    return "relay-" + (index + 1);
  }

  private Part part(int index, ContainerBody body, String text, String says) {
    String name = name(index);
    return new Part(
        name,
        Part.Role.RELAY,
        settings.images().relay(),
        body.keeps(VolumeName.settings(settings.name(), name), VOLUME).json(),
        VOLUME,
        new TarFile(USER).directory(DIRECTORY).file(FILE, text).bytes(),
        Optional.empty(),
        says);
  }
}
