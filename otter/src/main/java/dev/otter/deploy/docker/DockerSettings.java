package dev.otter.deploy.docker;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.InvalidOptionException;
import dev.otter.contract.config.PortRange;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
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
    Relays relays,
    Database database,
    Images images) {

  private static final int MOST_NODES = 9;
  private static final int MOST_RELAYS = 16;
  private static final int PORTS_EACH = 512;
  private static final int LAST_PORT = 65_535;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ANYWHERE = "0.0.0.0";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", LOOPBACK);

  /**
   * The TURN servers.
   *
   * @param count how many
   * @param publicIp where browsers reach them
   * @param host where they listen, an address of the engine's machine
   * @param port of the first one
   * @param ports that media is relayed from
   * @param allowedPeers networks that they may reach though they are not public
   */
  record Relays(
      int count,
      String publicIp,
      InetAddress host,
      int port,
      PortRange ports,
      List<AddressRange> allowedPeers) {}

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
  record Images(String node, String relay, String balancer, String database) {}

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
        relays(options, isLocal),
        database(options),
        new Images(
            options.image(),
            options.relayImage(),
            options.balancerImage(),
            options.databaseImage()));
  }

  /** What the load balancer is asked by from this machine, if the engine is on this machine. */
  String reachableAt() {
    return bind.equals(ANYWHERE) ? LOOPBACK : bind;
  }

  private static Relays relays(DeployOptions options, boolean isLocal) {
    int count = number("--relays", options.relays(), 0, MOST_RELAYS);
    String publicIp = options.publicIp();
    if (publicIp == null && count > 0 && !isLocal) {
      throw DeployException.wrongUse(
          "--public-ip is needed where --public-url is not one of localhost: the IPv4 address at"
              + " which browsers reach the TURN servers (or --relays 0: none)");
    }
    String reached =
        publicIp == null ? LOOPBACK : address("--public-ip", publicIp).getHostAddress();
    InetAddress host =
        address("--relay-host", options.relayHost() == null ? reached : options.relayHost());
    PortRange ports;
    List<AddressRange> allowed = new ArrayList<>();
    try {
      ports = PortRange.parse("--relay-ports", options.relayPorts());
      options
          .allowedPeers()
          .forEach(each -> allowed.add(AddressRange.parse("--allowed-peers", each)));
    } catch (InvalidOptionException e) {
      throw DeployException.wrongUse(e.getMessage());
    }
    if (ports.size() < count * PORTS_EACH) {
      throw wrong(
          "--relay-ports", count * PORTS_EACH + " ports for " + count + " TURN servers", ports);
    }
    int port = number("--relay-port", options.relayPort(), 1, LAST_PORT - MOST_RELAYS);
    return new Relays(count, reached, host, port, ports, List.copyOf(allowed));
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

  private static InetAddress address(String option, String text) {
    if (!NetUtil.isValidIpV4Address(text)) {
      throw wrong(option, "an IPv4 address", text);
    }
    return NetUtil.createInetAddressFromIpAddressString(text);
  }

  private static int number(String option, int got, int least, int most) {
    if (got < least || got > most) {
      throw wrong(option, "from " + least + " to " + most, got);
    }
    return got;
  }

  private static DeployException wrong(String option, String allowed, Object got) {
    return DeployException.wrongUse(option + " must be " + allowed + ", got " + got);
  }
}
