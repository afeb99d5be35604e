package dev.otter.deploy.docker;

import dev.otter.contract.config.PortRange;
import dev.otter.secrets.PreparedSecrets;
import dev.otter.turn.coturn.ConsoleAccess;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.PeerPolicy;
import dev.otter.turn.coturn.RelaySecrets;
import dev.otter.turn.docker.TarFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TURN servers: on the network of the engine's machine, as publishing a port costs Docker a
 * process. They are told the same as those that a node launches.
 */
final class RelayParts {

  private static final int USER = 65_534;
  private static final int MEGABYTES = 256;
  private static final int STOP_SECONDS = 5;
  private static final int PORTS_EACH = 512;

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

  /** All; none where they are inside of the nodes. */
  List<Part> all() {
    if (settings.relays().gateway()) {
      return List.of();
    }
    return IntStream.range(0, settings.relays().count()).mapToObj(this::part).toList();
  }

  /** It listens where nodes find it too, and relays from its own address only. */
  private String forNodes() {
    return "listening-ip=" + settings.subnet().gateway() + "\n";
  }

  private Part part(int index) {
    RelaySettings relays = settings.relays();
    String name = "relay-" + (index + 1);
    int first = relays.ports().first() + index * PORTS_EACH;
    PortRange ports = new PortRange(first, first + PORTS_EACH - 1);
    String ip = relays.host().getHostAddress();
    CoturnSettings coturn =
        new CoturnSettings(
            ip,
            Optional.of(relays.publicIp()).filter(other -> !other.equals(ip)),
            relays.port() + index,
            ports,
            new PeerPolicy(relays.allowedPeers(), relays.host()),
            RelaySecrets.listed(List.of(secrets.turnSecret())),
            new ConsoleAccess(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), first),
                secrets.derived("console of " + name)),
            false,
            Optional.empty());
    ContainerBody body =
        new ContainerBody(MEGABYTES, STOP_SECONDS)
            .user(USER)
            .entrypoint("turnserver")
            .command("-c", VOLUME + "/" + FILE)
            .onHost()
            .keeps(VolumeName.settings(settings.name(), name), VOLUME);
    TarFile files =
        new TarFile(USER)
            .directory(DIRECTORY)
            .file(FILE, coturn.text(VOLUME + "/" + DIRECTORY) + forNodes());
    return new Part(
        name,
        Part.Role.RELAY,
        settings.images().relay(),
        body.json(),
        VOLUME,
        files.bytes(),
        Optional.empty(),
        relays.publicIp() + ":" + coturn.listeningPort());
  }
}
