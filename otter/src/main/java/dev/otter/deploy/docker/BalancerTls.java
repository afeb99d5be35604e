package dev.otter.deploy.docker;

import dev.otter.contract.config.InvalidOptionException;
import dev.otter.contract.config.RelayTls;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.certificate.RelayCertificates;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * What the load balancer shows to browsers.
 *
 * @param chain in PEM: the certificate first, then those up to its authority
 * @param key in PEM; a secret
 */
record BalancerTls(String chain, String key) {

  /** Checks that both are there. */
  BalancerTls {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(key, "key");
  }

  /**
   * Reads the files, and checks that they belong together, to the public URL, and to this day.
   *
   * @return empty where none is given: something else ends TLS, or nothing
   * @throws DeployException naming the option, and what is wrong
   */
  static Optional<BalancerTls> of(DeployOptions options, URI publicUrl) {
    if (options.tlsCertificate() == null && options.tlsKey() == null) {
      return Optional.empty();
    }
    if (options.tlsCertificate() == null || options.tlsKey() == null) {
      throw DeployException.wrongUse("--tls-cert and --tls-key go together");
    }
    if (!publicUrl.getScheme().equals("https")) {
      throw DeployException.wrongUse(
          "--public-url must be an https URL with --tls-cert, got " + publicUrl);
    }
    try {
      RelayCertificates files =
          new RelayCertificates(
              Optional.of(
                  new RelayTls(publicUrl.getHost(), options.tlsCertificate(), options.tlsKey())),
              InstantSource.system());
      files.read();
      RelayCertificate good = files.current().orElseThrow();
      return Optional.of(new BalancerTls(good.chain(), good.key()));
    } catch (IllegalStateException | InvalidOptionException e) {
      throw DeployException.wrongUse(
          e.getMessage()
              .replace("turn.tlsCertificate", "--tls-cert")
              .replace("turn.tlsKey", "--tls-key"));
    }
  }

  /** The file as HAProxy takes it. */
  String pem() {
    return chain + (chain.endsWith("\n") ? "" : "\n") + key;
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "BalancerTls[]";
  }
}
