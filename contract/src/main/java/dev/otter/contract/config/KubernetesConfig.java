package dev.otter.contract.config;

import java.util.Optional;

/**
 * Relays as pods of the Kubernetes cluster in which the node runs.
 *
 * @param namespace the one namespace in which they are; empty means the node's own
 * @param instance tells the pods of this Otter cluster from those of another one in the same
 *     namespace, default {@value #DEFAULT_INSTANCE}
 * @param network where they listen, default {@value #DEFAULT_NETWORK}
 */
public record KubernetesConfig(Optional<String> namespace, String instance, String network) {

  /** Default of {@code turn.kubernetesInstance}. */
  public static final String DEFAULT_INSTANCE = "otter";

  /** Of {@code turn.kubernetesNetwork}: on the network of the machine that each runs on. */
  public static final String HOST = "host";

  /** Of {@code turn.kubernetesNetwork}: at addresses of their own. */
  public static final String POD = "pod";

  /** Default of {@code turn.kubernetesNetwork}. */
  public static final String DEFAULT_NETWORK = HOST;

  /** What is taken when nothing is configured. */
  public static final KubernetesConfig DEFAULT =
      new KubernetesConfig(Optional.empty(), DEFAULT_INSTANCE, DEFAULT_NETWORK);

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public KubernetesConfig {
    namespace.ifPresent(name -> requireLabel("turn.kubernetesNamespace", name));
    requireLabel("turn.kubernetesInstance", instance);
    if (!network.equals(HOST) && !network.equals(POD)) {
      throw InvalidOptionException.expected("turn.kubernetesNetwork", HOST + " or " + POD, network);
    }
  }

  /** Whether they are on the network of the machine that each runs on. */
  public boolean hostNetwork() {
    return network.equals(HOST);
  }

  private static void requireLabel(String optionName, String text) {
    if (!text.matches(LABEL)) {
      throw InvalidOptionException.expected(
          optionName, "1 to 63 lower-case letters, digits and hyphens", text);
    }
  }
}
