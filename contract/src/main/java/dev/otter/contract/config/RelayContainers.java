package dev.otter.contract.config;

import java.util.Objects;

/**
 * Where and from what relays are run as containers.
 *
 * @param image the container image with CoTURN, default {@value #DEFAULT_IMAGE}
 * @param docker the daemon, for the driver {@code docker}
 * @param kubernetes the pods, for the driver {@code kubernetes}
 */
public record RelayContainers(String image, DockerConfig docker, KubernetesConfig kubernetes) {

  /** Default of {@code turn.image}: the oldest without the known holes is 4.17.0. */
  public static final String DEFAULT_IMAGE = "coturn/coturn:4.17.2";

  /** What is taken when nothing is configured. */
  public static final RelayContainers DEFAULT =
      new RelayContainers(DEFAULT_IMAGE, DockerConfig.DEFAULT, KubernetesConfig.DEFAULT);

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public RelayContainers {
    Objects.requireNonNull(docker, "docker");
    Objects.requireNonNull(kubernetes, "kubernetes");
    if (!image.matches("[a-z0-9][a-zA-Z0-9._:/@-]{0,254}")) {
      throw InvalidOptionException.expected(
          "turn.image", "a container image, as name:tag or name@sha256:…", image);
    }
  }
}
