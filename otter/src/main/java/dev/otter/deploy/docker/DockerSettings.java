package dev.otter.deploy.docker;

import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted, checked.
 *
 * @param name what the parts are called
 * @param nodes how many
 * @param publicUrl base of the links
 * @param bind where the load balancer listens on the engine's machine
 * @param port its TCP port
 * @param tls what the load balancer shows to browsers; empty where it speaks plain HTTP
 * @param subnet the deployment's network
 * @param relays the TURN servers
 * @param database what keeps rooms and keys
 * @param images what the parts are made of
 */
record DockerSettings(
    String name,
    int nodes,
    URI publicUrl,
    String bind,
    int port,
    Optional<BalancerTls> tls,
    Subnet subnet,
    RelaySettings relays,
    Database database,
    Images images) {

  private static final int MOST_NODES = 9;
  static final int LAST_PORT = 65_535;
  static final String LOOPBACK = "127.0.0.1";
  private static final String ANYWHERE = "0.0.0.0";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", LOOPBACK);

  /**
   * What keeps rooms and keys.
   *
   * @param isOwn whether the deployment has a PostgreSQL of its own
   * @param url of one that is there; empty where there is none, or an own one
   * @param user its user
   * @param password that user's; a secret
   */
  record Database(
      boolean isOwn, Optional<String> url, Optional<String> user, Optional<String> password) {

    /** Leaves the password out, so that no log line can hold it. */
    @Override
    public String toString() {
      return "Database[isOwn=" + isOwn + "]";
    }
  }

  /** Names of images. */
  record Images(String node, String relay, String balancer, String router, String database) {}

  /**
   * Checks what is wanted.
   *
   * @throws DeployException naming the option, what came and what is allowed
   */
  static DockerSettings of(String name, DeployOptions options) {
    URI url =
        options.publicUrl() == null
            ? URI.create(
                (options.tlsCertificate() == null ? "http" : "https")
                    + "://localhost:"
                    + options.port())
            : options.publicUrl();
    String host = url.getHost();
    if (host == null || !Set.of("http", "https").contains(url.getScheme())) {
      throw wrong("--public-url", "an http or https URL", url);
    }
    boolean isLocal = THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
    return new DockerSettings(
        name,
        number("--nodes", options.nodes(), 1, MOST_NODES),
        url,
        Optional.ofNullable(options.bind())
            .map(given -> address("--bind", given).getHostAddress())
            .orElse(isLocal ? LOOPBACK : ANYWHERE),
        number("--port", options.port(), 1, LAST_PORT),
        BalancerTls.of(options, url),
        Subnet.parse(options.subnet()),
        RelaySettings.of(options, isLocal),
        database(options),
        new Images(
            options.image(),
            options.relayImage(),
            options.balancerImage(),
            options.routerImage(),
            options.databaseImage()));
  }

  /** What the load balancer is asked by from this machine, if the engine is on this machine. */
  String reachableAt() {
    return bind.equals(ANYWHERE) ? LOOPBACK : bind;
  }

  private static Database database(DeployOptions options) {
    String wanted = options.database();
    boolean given = wanted.startsWith("jdbc:postgresql:");
    if (!given && (options.databaseUser() != null || options.databasePasswordFile() != null)) {
      throw DeployException.wrongUse(
          "--database-user and --database-password-file are for --database jdbc:postgresql://…");
    }
    if (!given && !Set.of("container", "none").contains(wanted)) {
      throw wrong("--database", "container, none or jdbc:postgresql://…", wanted);
    }
    return new Database(
        wanted.equals("container"),
        given ? Optional.of(wanted) : Optional.empty(),
        Optional.ofNullable(options.databaseUser()),
        password(options));
  }

  private static Optional<String> password(DeployOptions options) {
    if (options.databasePasswordFile() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(options.databasePasswordFile()).strip());
    } catch (IOException e) {
      throw DeployException.wrongUse(
          "--database-password-file: cannot read " + options.databasePasswordFile());
    }
  }

  static InetAddress address(String option, String text) {
    if (!NetUtil.isValidIpV4Address(text)) {
      throw wrong(option, "an IPv4 address", text);
    }
    return NetUtil.createInetAddressFromIpAddressString(text);
  }

  static int number(String option, int got, int least, int most) {
    if (got < least || got > most) {
      throw wrong(option, "from " + least + " to " + most, got);
    }
    return got;
  }

  static DeployException wrong(String option, String allowed, Object got) {
    return DeployException.wrongUse(option + " must be " + allowed + ", got " + got);
  }
}
