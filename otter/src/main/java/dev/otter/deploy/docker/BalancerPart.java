package dev.otter.deploy.docker;

import dev.otter.turn.docker.TarFile;
import java.util.Optional;

/**
 * HAProxy in front of the nodes: each connection to the next one, without stickiness. A node that
 * says that it is not ready gets no new ones; those it has stay. New settings are taken without an
 * interruption.
 */
final class BalancerPart {

  private static final String PART = "balancer";
  private static final int USER = 65_534;
  private static final int MEGABYTES = 256;
  private static final int STOP_SECONDS = 5;

  /** Where it listens. */
  static final int PORT = 8080;

  private static final String VOLUME = "/etc/otter";
  private static final String DIRECTORY = "balancer";
  private static final String FILE = DIRECTORY + "/haproxy.cfg";
  private static final String CERTIFICATE = DIRECTORY + "/certificate.pem";
  private static final String RELOAD = "SIGUSR2";

  /** What a node refuses while it is stopping, another one takes. It has done nothing yet. */
  private static final String SECOND_TRY =
      """
        option redispatch 1
        retries 3
        retry-on conn-failure empty-response 503
        http-request disable-l7-retry unless METH_GET
      """;

  private BalancerPart() {}

  static Part of(DockerSettings settings) {
    ContainerBody body =
        new ContainerBody(MEGABYTES, STOP_SECONDS)
            .user(USER)
            .entrypoint("haproxy")
            // A master that stays when settings change, in the foreground.
            .command("-W", "-db", "-f", VOLUME + "/" + FILE)
            .on(settings.name(), settings.subnet().balancer())
            .keeps(VolumeName.settings(settings.name(), PART), VOLUME);
    if (!settings.relays().gateway()) {
      body.published(PORT + "/tcp", settings.bind(), settings.port());
    }
    TarFile files = new TarFile(USER).directory(DIRECTORY).file(FILE, configuration(settings));
    settings.tls().ifPresent(tls -> files.file(CERTIFICATE, tls.pem()));
    return new Part(
        PART,
        Part.Role.BALANCER,
        settings.images().balancer(),
        body.json(),
        VOLUME,
        files.bytes(),
        Optional.of(RELOAD),
        settings.bind() + ":" + settings.port());
  }

  /** A WebSocket is pinged every five seconds, so a minute of silence is the end of one. */
  private static String configuration(DockerSettings settings) {
    StringBuilder text = new StringBuilder();
    text.append("global\n")
        .append("  log stdout format raw local0 warning\n")
        .append("  fd-hard-limit 50000\n")
        .append("  ssl-default-bind-options ssl-min-ver TLSv1.2\n")
        .append("defaults\n")
        .append("  mode http\n")
        .append("  log global\n")
        .append("  timeout connect 2s\n")
        .append("  timeout http-request 10s\n")
        .append("  timeout client 60s\n")
        .append("  timeout server 60s\n")
        .append("  timeout tunnel 60s\n")
        .append("frontend public\n")
        .append("  bind :")
        .append(PORT)
        .append(settings.tls().isPresent() ? " ssl crt " + VOLUME + "/" + CERTIFICATE : "")
        .append('\n')
        .append("  option forwardfor\n")
        .append(
            "  use_backend pages if { path / /console } || { path_beg /assets/ /otter-meet/ }\n")
        .append("  default_backend nodes\n")
        .append("backend nodes\n")
        .append("  balance roundrobin\n")
        .append(SECOND_TRY)
        .append("  option httpchk GET /readyz\n")
        .append("  http-check expect status 200\n")
        .append("  default-server check inter 500ms fall 2 rise 1 fastinter 200ms\n");
    servers(text, settings, "");
    // Of two versions at once, a page and its modules must be of one: a client gets them from one
    // node.
    text.append("backend pages\n")
        .append("  balance source\n")
        .append("  hash-type consistent\n")
        .append(SECOND_TRY);
    servers(text, settings, " track nodes/");
    return text.toString();
  }

  private static void servers(StringBuilder text, DockerSettings settings, String track) {
    for (int node = 1; node <= settings.nodes(); node++) {
      String name = "node-" + node;
      text.append("  server ")
          .append(name)
          .append(' ')
          .append(settings.subnet().node(node))
          .append(":8080")
          .append(track.isEmpty() ? "" : track + name)
          .append('\n');
    }
  }
}
