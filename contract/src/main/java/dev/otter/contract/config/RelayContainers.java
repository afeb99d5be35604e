package dev.otter.contract.config;

/**
 * Where and from what relays are run as containers.
 *
 * @param dockerSocket where the Docker daemon of this machine listens, default {@value
 *     #DEFAULT_DOCKER_SOCKET}
 * @param image the container image with CoTURN, default {@value #DEFAULT_IMAGE}
 */
public record RelayContainers(String dockerSocket, String image) {

  /** Default of {@code turn.dockerSocket}. */
  public static final String DEFAULT_DOCKER_SOCKET = "/var/run/docker.sock";

  /** Default of {@code turn.image}: the oldest without the known holes is 4.17.0. */
  public static final String DEFAULT_IMAGE = "coturn/coturn:4.17.2";

  /** What is taken when nothing is configured. */
  public static final RelayContainers DEFAULT =
      new RelayContainers(DEFAULT_DOCKER_SOCKET, DEFAULT_IMAGE);

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public RelayContainers {
    if (!dockerSocket.startsWith("/")) {
      throw InvalidOptionException.expected(
          "turn.dockerSocket", "the absolute path of a unix socket", dockerSocket);
    }
    if (!image.matches("[a-z0-9][a-zA-Z0-9._:/@-]{0,254}")) {
      throw InvalidOptionException.expected(
          "turn.image", "a container image, as name:tag or name@sha256:…", image);
    }
  }
}
