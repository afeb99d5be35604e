package dev.otter.deploy.docker;

import dev.otter.turn.docker.TarFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What leads to the nodes where they have one UDP address: each datagram to the next node that
 * serves, with its sender's address, and the answers out by that address, whichever node they are
 * of. So it is the way out of all containers, and what is published of the load balancer goes by it
 * too. See images/router.
 */
final class RouterPart {

  private static final String PART = "router";
  private static final int MEGABYTES = 64;
  private static final int STOP_SECONDS = 5;
  private static final String VOLUME = "/etc/otter";
  private static final String DIRECTORY = "router";
  private static final String FILE = DIRECTORY + "/router.conf";
  private static final String RELOAD = "SIGHUP";

  private RouterPart() {}

  static Part of(DockerSettings settings) {
    RelaySettings relays = settings.relays();
    String host = relays.host().getHostAddress();
    ContainerBody body =
        new ContainerBody(MEGABYTES, STOP_SECONDS)
            .routes()
            .command(VOLUME + "/" + FILE)
            .on(settings.name(), settings.subnet().router())
            .published(BalancerPart.PORT + "/tcp", settings.bind(), settings.port())
            .published(relays.port() + "/udp", host, relays.port())
            .keeps(VolumeName.settings(settings.name(), PART), VOLUME);
    IntStream.rangeClosed(relays.ports().first(), relays.ports().last())
        .forEach(port -> body.published(port + "/udp", host, port));
    return new Part(
        PART,
        Part.Role.ROUTER,
        settings.images().router(),
        body.json(),
        VOLUME,
        new TarFile(0).directory(DIRECTORY).file(FILE, configuration(settings)).bytes(),
        Optional.of(RELOAD),
        relays.publicIp() + ":" + relays.port());
  }

  /** What looks inside of the container whether it can do its work. */
  static List<String> well() {
    return List.of("/usr/bin/router", "--well");
  }

  private static String configuration(DockerSettings settings) {
    Subnet subnet = settings.subnet();
    StringBuilder text = new StringBuilder();
    line(text, "network", subnet);
    line(text, "machine", subnet.gateway());
    line(text, "address", subnet.router());
    line(text, "route", subnet.wayOut());
    line(text, "udp", settings.relays().port());
    line(text, "udp", settings.relays().ports());
    line(text, "tcp", BalancerPart.PORT + " " + subnet.balancer());
    line(text, "ready", NodeParts.HTTP_PORT);
    for (int node = 1; node <= settings.nodes(); node++) {
      line(text, "node", subnet.node(node));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String word, Object value) {
    text.append(word).append(' ').append(value).append('\n');
  }
}
