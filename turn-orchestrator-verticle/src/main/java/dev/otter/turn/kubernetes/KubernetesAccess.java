package dev.otter.turn.kubernetes;

import dev.otter.contract.config.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the API server is and what a pod shows it: what Kubernetes gives to each pod by environment
 * and files.
 *
 * @param host a name or an address
 * @param port TCP, with TLS
 * @param account a directory with {@code token}, read again and again as Kubernetes renews it, and
 *     {@code ca.crt}
 * @param namespace where relays are
 */
public record KubernetesAccess(String host, int port, Path account, String namespace) {

  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PORT = "KUBERNETES_SERVICE_PORT";
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /**
   * What this node has. Blocking.
   *
   * @param environment the variables of the process
   * @param namespace the configured one
   * @throws IllegalStateException with a reason in words when this is no pod, or one without an
   *     account
   */
  public static KubernetesAccess here(Map<String, String> environment, Optional<String> namespace) {
    return in(ACCOUNT, environment, namespace);
  }

  /** The same, with the files of an account in another directory. Blocking. */
  static KubernetesAccess in(
      Path account, Map<String, String> environment, Optional<String> namespace) {
    String host = environment.get(HOST);
    String port = environment.get(PORT);
    if (host == null || port == null) {
      throw new IllegalStateException(
          "turn.driver is kubernetes, and this node is not in a pod: "
              + HOST
              + " and "
              + PORT
              + " are not set");
    }
    try {
      Files.readString(account.resolve("token"));
      Files.readString(account.resolve("ca.crt"));
      String own =
          namespace.isPresent()
              ? namespace.get()
              : Files.readString(account.resolve("namespace")).strip();
      return new KubernetesAccess(host, Ports.parse(PORT, 1, port), account, own);
    } catch (IOException e) {
      throw new IllegalStateException(
          "turn.driver is kubernetes, and the service account cannot be read: " + e.getMessage(),
          e);
    }
  }

  /** Where the token is. */
  Path token() {
    return account.resolve("token");
  }

  /** Where the certificates are that the API server's own is signed by. */
  Path certificates() {
    return account.resolve("ca.crt");
  }
}
