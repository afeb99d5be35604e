package dev.otter.contract.config;

import java.util.Locale;

/** How a node finds the others of its cluster. */
public enum ClusterDiscovery {
  /** By their addresses: {@code cluster.members}. */
  TCP,
  /** By the name of a headless Service of Kubernetes: {@code cluster.kubernetesService}. */
  KUBERNETES;

  /** Its option. */
  public static final String OPTION = "cluster.discovery";

  /**
   * Reads the text of {@code cluster.discovery}.
   *
   * @param text not null
   * @return what it names
   * @throws InvalidOptionException if it is neither {@code tcp} nor {@code kubernetes}
   */
  public static ClusterDiscovery parse(String text) {
    for (ClusterDiscovery discovery : values()) {
      if (discovery.optionText().equals(text)) {
        return discovery;
      }
    }
    throw InvalidOptionException.expected(OPTION, "tcp or kubernetes", text);
  }

  /**
   * The name used in configuration.
   *
   * @return the name in lower case; {@link #parse} reads it
   */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT);
  }
}
