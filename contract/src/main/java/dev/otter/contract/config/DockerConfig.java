package dev.otter.contract.config;

import java.util.Optional;

/**
 * The Docker daemon that runs relays.
 *
 * @param host where it listens, as Docker's own variable {@code DOCKER_HOST}: {@code unix:///path}
 *     or {@code tcp://host:port}; default {@value #DEFAULT_HOST}
 * @param certificates for {@code tcp}: a directory with {@code ca.pem}, {@code cert.pem} and {@code
 *     key.pem}, as {@code DOCKER_CERT_PATH}; over {@code tcp} there is TLS, or nothing
 * @param network where relays listen, default {@value #DEFAULT_NETWORK}
 */
public record DockerConfig(String host, Optional<String> certificates, String network) {

  /** Default of {@code turn.dockerHost}. */
  public static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

  /** Of {@code turn.dockerNetwork}: on the network of the daemon's machine. */
  public static final String HOST = "host";

  /** Of {@code turn.dockerNetwork}: in a network of their own, with published ports. */
  public static final String OWN = "own";

  /** Default of {@code turn.dockerNetwork}. */
  public static final String DEFAULT_NETWORK = HOST;

  /** What is taken when nothing is configured. */
  public static final DockerConfig DEFAULT =
      new DockerConfig(DEFAULT_HOST, Optional.empty(), DEFAULT_NETWORK);

  private static final String HOST_OPTION = "turn.dockerHost";
  private static final String CERTIFICATES_OPTION = "turn.dockerCertificates";
  private static final String UNIX = "unix://";
  private static final String TCP = "tcp://";

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public DockerConfig {
    if (host.startsWith(TCP)) {
      HostAndPort.parse(HOST_OPTION, host.substring(TCP.length()));
      if (certificates.isEmpty()) {
        // Whoever may speak to a Docker daemon is root on its machine.
        throw InvalidOptionException.expected(
            CERTIFICATES_OPTION, "set where turn.dockerHost is tcp://…", "");
      }
    } else if (!host.startsWith(UNIX + "/")) {
      throw InvalidOptionException.expected(HOST_OPTION, "unix:///path or tcp://host:port", host);
    } else if (certificates.isPresent()) {
      throw InvalidOptionException.expected(
          CERTIFICATES_OPTION, "empty where turn.dockerHost is unix://…", certificates.get());
    }
    if (!network.equals(HOST) && !network.equals(OWN)) {
      throw InvalidOptionException.expected("turn.dockerNetwork", HOST + " or " + OWN, network);
    }
  }

  /** Whether relays are in a network of their own. */
  public boolean ownNetwork() {
    return network.equals(OWN);
  }

  /** Whether the daemon is on another machine: it is not asked by a socket, nor on loopback. */
  public boolean isRemote() {
    return tcp()
        .map(HostAndPort::host)
        .map(at -> !at.equals("localhost") && !at.equals("::1") && !at.startsWith("127."))
        .orElse(false);
  }

  /** The unix socket; empty where it is reached by TCP. */
  public Optional<String> socket() {
    return host.startsWith(UNIX) ? Optional.of(host.substring(UNIX.length())) : Optional.empty();
  }

  /** Where it is reached by TCP; empty where it has a unix socket. */
  public Optional<HostAndPort> tcp() {
    return host.startsWith(TCP)
        ? Optional.of(HostAndPort.parse(HOST_OPTION, host.substring(TCP.length())))
        : Optional.empty();
  }
}
