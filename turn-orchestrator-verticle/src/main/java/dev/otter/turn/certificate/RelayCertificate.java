package dev.otter.turn.certificate;

import java.time.Instant;
import java.util.Objects;

/**
 * A certificate with its key, checked.
 *
 * @param host the name that it is for
 * @param chain in PEM: the certificate first, then those up to its authority
 * @param key in PEM; a secret
 * @param end when it ends
 */
public record RelayCertificate(String host, String chain, String key, Instant end) {

  /** Checks that all is there. */
  public RelayCertificate {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(end, "end");
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "RelayCertificate[host=" + host + ", end=" + end + "]";
  }
}
