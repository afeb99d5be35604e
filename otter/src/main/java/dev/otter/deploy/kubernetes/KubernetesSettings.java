package dev.otter.deploy.kubernetes;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.InvalidOptionException;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted of a cluster in Kubernetes, checked.
 *
 * @param namespace of the nodes
 * @param nodes how many
 * @param image of a node
 * @param publicUrl base of the links
 * @param port of this machine at which a forwarded port is expected, where that is a local one
 * @param options of the nodes, by their environment names; no secrets
 * @param storeUser user of the database; empty where its URL does
 * @param storePassword that user's; a secret
 */
record KubernetesSettings(
    String namespace,
    int nodes,
    String image,
    URI publicUrl,
    int port,
    Map<String, String> options,
    Optional<String> storeUser,
    Optional<String> storePassword) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MOST_NODES = 9;
  private static final int MOST_RELAYS = 16;
  private static final String NEVER_PULLED = "otter:latest";

  /**
   * Checks what is wanted.
   *
   * @throws DeployException naming the option, what came and what is allowed
   */
  static KubernetesSettings of(String namespace, DeployOptions options) {
    refuseOthers(options);
    URI url =
        options.publicUrl() == null
            ? URI.create("http://localhost:" + options.port())
            : options.publicUrl();
    if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
      throw wrong("--public-url", "an http or https URL", url);
    }
    if (options.image().equals(NEVER_PULLED)) {
      throw DeployException.wrongUse(
          "--image is needed with --target kubernetes: an image that its machines can pull, best by"
              + " digest, or one that was loaded into them");
    }
    return new KubernetesSettings(
        namespace,
        number("--nodes", options.nodes(), MOST_NODES, 1),
        options.image(),
        url,
        options.port(),
        nodeOptions(url, options),
        Optional.ofNullable(options.databaseUser()),
        password(options));
  }

  /** Where relays are. */
  String relaysNamespace() {
    return namespace + "-relays";
  }

  /** Whether links lead to this machine, where a forwarded port has to be. */
  boolean isLocal() {
    return THIS_MACHINE.contains(publicUrl.getHost());
  }

  private static Map<String, String> nodeOptions(URI url, DeployOptions options) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("OTTER_PUBLIC_URL", url.toString());
    int relays = number("--relays", options.relays(), MOST_RELAYS, 0);
    all.put("OTTER_TURN_RELAYS", String.valueOf(relays));
    if (relays == 0) {
      all.put("OTTER_TURN_DRIVER", "none");
    }
    if (options.publicIp() != null) {
      if (!NetUtil.isValidIpV4Address(options.publicIp())) {
        throw wrong("--public-ip", "an IPv4 address", options.publicIp());
      }
      all.put("OTTER_TURN_PUBLIC_IP", options.publicIp());
    }
    if (!options.relayImage().equals(DeployOptions.RELAY_IMAGE)) {
      all.put("OTTER_TURN_IMAGE", options.relayImage());
    }
    ranges("--allowed-peers", options.allowedPeers())
        .ifPresent(text -> all.put("OTTER_TURN_ALLOWED_PEERS", text));
    ranges("--trusted-proxies", options.trustedProxies())
        .ifPresent(text -> all.put("OTTER_TRUSTED_PROXIES", text));
    String database = options.database();
    if (database.startsWith("jdbc:postgresql:")) {
      all.put("OTTER_STORE_URL", database);
    } else if (!database.equals("none")) {
      throw DeployException.wrongUse(
          "--database must be jdbc:postgresql://…, or none (rooms and keys are kept only while a"
              + " node runs), with --target kubernetes, got "
              + database);
    } else if (options.databaseUser() != null || options.databasePasswordFile() != null) {
      throw DeployException.wrongUse(
          "--database-user and --database-password-file are for --database jdbc:postgresql://…");
    }
    return all;
  }

  /** What only an engine has; passed over in silence it would be missed later. */
  private static void refuseOthers(DeployOptions options) {
    if (options.gateway()) {
      throw DeployException.wrongUse(
          "--gateway is for --target docker; for Kubernetes there are files,"
              + " docs/kubernetes.md#one-address-for-turn");
    }
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--relay-containers", options.relayContainers());
    given.put("--bind", options.bind() != null);
    given.put("--tls-cert", options.tlsCertificate() != null);
    given.put("--tls-key", options.tlsKey() != null);
    given.put("--relay-host", options.relayHost() != null);
    given.put("--relay-port", options.relayPort() != DeployOptions.RELAY_PORT);
    given.put("--relay-ports", options.relayPorts() != null);
    given.put("--router-image", !options.routerImage().equals(DeployOptions.ROUTER_IMAGE));
    given.put("--subnet", !options.subnet().equals(DeployOptions.SUBNET));
    given.put("--balancer-image", !options.balancerImage().equals(DeployOptions.BALANCER_IMAGE));
    given.put("--database-image", !options.databaseImage().equals(DeployOptions.DATABASE_IMAGE));
    given.forEach(
        (option, is) -> {
          if (is) {
            throw DeployException.wrongUse(option + " is for --target docker");
          }
        });
  }

  private static Optional<String> ranges(String option, List<String> texts) {
    List<String> ranges = new ArrayList<>();
    try {
      texts.forEach(text -> ranges.add(AddressRange.parse(option, text).toString()));
    } catch (InvalidOptionException e) {
      throw DeployException.wrongUse(e.getMessage());
    }
    return ranges.isEmpty() ? Optional.empty() : Optional.of(String.join(",", ranges));
  }

  private static Optional<String> password(DeployOptions options) {
    if (options.databasePasswordFile() == null) {
      return Optional.empty();
    }
    if (options.databaseUser() == null) {
      throw DeployException.wrongUse("--database-password-file needs --database-user");
    }
    try {
      return Optional.of(Files.readString(options.databasePasswordFile()).strip());
    } catch (IOException e) {
      throw DeployException.wrongUse(
          "--database-password-file: cannot read " + options.databasePasswordFile());
    }
  }

  private static int number(String option, int got, int most, int least) {
    if (got < least || got > most) {
      throw wrong(option, "from " + least + " to " + most, got);
    }
    return got;
  }

  private static DeployException wrong(String option, String allowed, Object got) {
    return DeployException.wrongUse(option + " must be " + allowed + ", got " + got);
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "KubernetesSettings[" + namespace + ", " + nodes + " of " + image + "]";
  }
}
