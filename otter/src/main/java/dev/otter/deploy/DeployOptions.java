package dev.otter.deploy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What is wanted of a deployment, as the user says it. */
public final class DeployOptions {

  /** Where the first TURN server is, unless it is said. */
  public static final int RELAY_PORT = 3478;

  /** Where TURN servers relay from, unless it is said. */
  public static final String RELAY_PORTS = "49152-65535";

  /** The same for a gateway: Docker starts a process for each. */
  public static final String GATEWAY_PORTS = "61000-61127";

  /** A deployment's network, unless it is said. */
  public static final String SUBNET = "172.30.88.0/24";

  /** The image that {@code make haproxy-image} makes. */
  public static final String BALANCER_IMAGE = "otter-haproxy:debian";

  /** The image that {@code make coturn-image} makes. */
  public static final String RELAY_IMAGE = "otter-coturn:debian";

  /** The image that {@code make router-image} makes. */
  public static final String ROUTER_IMAGE = "otter-router:debian";

  /** The image that {@code make postgres-image} makes. */
  public static final String DATABASE_IMAGE = "otter-postgres:debian";

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "nodes of Otter, 1 to 9 (default: ${DEFAULT-VALUE})")
  private int nodes;

  @Option(
      names = "--relays",
      paramLabel = "N",
      defaultValue = "2",
      description = "TURN servers, 0 to 16 (default: ${DEFAULT-VALUE})")
  private int relays;

  @Option(
      names = "--gateway",
      description = {
        "TURN servers run inside of the nodes, behind one UDP address that leads to all of them:",
        "no death ends a relayed call. By UDP only; --relays is for each node"
      })
  private boolean gateway;

  @Option(
      names = "--relay-containers",
      description = {
        "with --gateway: TURN servers run in containers of their own, --relays for all nodes, in",
        "place of inside of each"
      })
  private boolean relayContainers;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "base of the links, as browsers reach it; default: http://localhost:PORT")
  private URI publicUrl;

  @Option(
      names = "--public-ip",
      paramLabel = "ADDRESS",
      description = {
        "IPv4 address at which browsers reach the TURN servers; needed unless the public URL is",
        "one of localhost"
      })
  private String publicIp;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = {
        "address of the engine's machine where the load balancer listens; default: 127.0.0.1 where",
        "the public URL is one of localhost, else 0.0.0.0"
      })
  private String bind;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "TCP port of the load balancer (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = {
        "a PEM file: the certificate that the load balancer shows, and those between it and its",
        "authority; renewed: say the same again"
      })
  private Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "a PEM file: the private key of that certificate")
  private Path tlsKey;

  @Option(
      names = "--relay-host",
      paramLabel = "ADDRESS",
      description = {
        "IPv4 address of the engine's machine where the TURN servers listen; default: --public-ip"
      })
  private String relayHost;

  @Option(
      names = "--relay-port",
      paramLabel = "PORT",
      defaultValue = "" + RELAY_PORT,
      description = {
        "UDP and TCP port of the first TURN server, each further one has the next",
        "(default: ${DEFAULT-VALUE})"
      })
  private int relayPort;

  @Option(
      names = "--relay-ports",
      paramLabel = "FIRST-LAST",
      description = {
        "UDP ports that media is relayed from, 512 for each TURN server; with --gateway 64 to 1024",
        "for all (default: " + RELAY_PORTS + "; with --gateway " + GATEWAY_PORTS + ")"
      })
  private String relayPorts;

  @Option(
      names = "--allowed-peers",
      paramLabel = "RANGE",
      split = ",",
      description = "networks that TURN servers may also reach, as turn.allowedPeers")
  private List<String> allowedPeers = List.of();

  @Option(
      names = "--trusted-proxies",
      paramLabel = "RANGE",
      split = ",",
      description = {
        "in Kubernetes: networks of the Ingress controller's pods, whose word for the address of a",
        "client is taken, as http.trustedProxies"
      })
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--database",
      paramLabel = "container|none|JDBC-URL",
      defaultValue = "container",
      description = {
        "container: a PostgreSQL of its own; none: rooms and keys are kept only while a node runs;",
        "or one that is there: jdbc:postgresql://… (default: ${DEFAULT-VALUE})"
      })
  private String database;

  @Option(
      names = "--database-user",
      paramLabel = "USER",
      description = "user of the database at JDBC-URL")
  private String databaseUser;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "a file that holds the password of that user")
  private Path databasePasswordFile;

  @Option(
      names = "--subnet",
      paramLabel = "SUBNET",
      defaultValue = SUBNET,
      description = {
        "addresses of the deployment's own network, a /24 that nothing else here has",
        "(default: ${DEFAULT-VALUE})"
      })
  private String subnet;

  @Option(
      names = "--image",
      defaultValue = "otter:latest",
      description = {
        "image of a node (default: ${DEFAULT-VALUE}). A name without a slash is never pulled:",
        "make images makes the defaults"
      })
  private String image;

  @Option(
      names = "--relay-image",
      paramLabel = "IMAGE",
      defaultValue = RELAY_IMAGE,
      description = "image of a TURN server (default: ${DEFAULT-VALUE})")
  private String relayImage;

  @Option(
      names = "--balancer-image",
      paramLabel = "IMAGE",
      defaultValue = BALANCER_IMAGE,
      description = "image with HAProxy (default: ${DEFAULT-VALUE})")
  private String balancerImage;

  @Option(
      names = "--router-image",
      paramLabel = "IMAGE",
      defaultValue = ROUTER_IMAGE,
      description = "image that leads to the nodes, with --gateway (default: ${DEFAULT-VALUE})")
  private String routerImage;

  @Option(
      names = "--database-image",
      paramLabel = "IMAGE",
      defaultValue = DATABASE_IMAGE,
      description = "image with PostgreSQL (default: ${DEFAULT-VALUE})")
  private String databaseImage;

  /** How many nodes. */
  public int nodes() {
    return nodes;
  }

  /** How many TURN servers. */
  public int relays() {
    return relays;
  }

  /** Whether TURN servers are behind the nodes, which have one address. */
  public boolean gateway() {
    return gateway;
  }

  /** Whether TURN servers behind a gateway have containers of their own. */
  public boolean relayContainers() {
    return relayContainers;
  }

  /** Base of the links; null where it was not said. */
  public URI publicUrl() {
    return publicUrl;
  }

  /** Where browsers reach the TURN servers; null where it was not said. */
  public String publicIp() {
    return publicIp;
  }

  /** Where the load balancer listens; null where it was not said. */
  public String bind() {
    return bind;
  }

  /** The load balancer's TCP port. */
  public int port() {
    return port;
  }

  /** The file with the load balancer's certificate; null where it was not said. */
  public Path tlsCertificate() {
    return tlsCertificate;
  }

  /** The file with the key of that certificate; null where it was not said. */
  public Path tlsKey() {
    return tlsKey;
  }

  /** Where the TURN servers listen; null where it was not said. */
  public String relayHost() {
    return relayHost;
  }

  /** Port of the first TURN server. */
  public int relayPort() {
    return relayPort;
  }

  /** Ports that media is relayed from, as they were written; null where they were not. */
  public String relayPorts() {
    return relayPorts;
  }

  /** Networks that TURN servers may also reach, as they were written. */
  public List<String> allowedPeers() {
    return List.copyOf(allowedPeers);
  }

  /** Networks of proxies, as they were written. */
  public List<String> trustedProxies() {
    return List.copyOf(trustedProxies);
  }

  /** {@code container}, {@code none} or a JDBC URL. */
  public String database() {
    return database;
  }

  /** User of the database at the URL; null where it was not said. */
  public String databaseUser() {
    return databaseUser;
  }

  /** The file with that user's password; null where it was not said. */
  public Path databasePasswordFile() {
    return databasePasswordFile;
  }

  /** Addresses of the deployment's network, as they were written. */
  public String subnet() {
    return subnet;
  }

  /** Image of a node. */
  public String image() {
    return image;
  }

  /** Image of a TURN server. */
  public String relayImage() {
    return relayImage;
  }

  /** Image of the load balancer. */
  public String balancerImage() {
    return balancerImage;
  }

  /** Image of what leads to the nodes. */
  public String routerImage() {
    return routerImage;
  }

  /** Image of the database. */
  public String databaseImage() {
    return databaseImage;
  }
}
