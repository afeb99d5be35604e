package dev.otter.contract.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What the relays of a node show to browsers that come over TLS ({@code turns:} URLs). Only the
 * paths are here: the files are read again while the node runs.
 *
 * @param host the name that browsers find the relays by, and that the certificate is for
 * @param certificate a PEM file: the certificate, and those between it and its authority
 * @param key a PEM file: the private key
 */
public record RelayTls(String host, Path certificate, Path key) {

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public RelayTls {
    Hosts.require("turn.tlsHost", host);
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }

  /**
   * Makes it of three options, which belong together.
   *
   * @param host {@code turn.tlsHost}
   * @param certificate {@code turn.tlsCertificate}
   * @param key {@code turn.tlsKey}
   * @return empty when none of them is set
   * @throws InvalidOptionException when some are set and others are not
   */
  public static Optional<RelayTls> of(
      Optional<String> host, Optional<String> certificate, Optional<String> key) {
    if (host.isEmpty() && certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RelayTls(
            needed("turn.tlsHost", host),
            Path.of(needed("turn.tlsCertificate", certificate)),
            Path.of(needed("turn.tlsKey", key))));
  }

  private static String needed(String optionName, Optional<String> value) {
    return value.orElseThrow(
        () ->
            InvalidOptionException.expected(
                optionName, "set where another one of tlsHost, tlsCertificate, tlsKey is", ""));
  }
}
