package dev.otter.deploy.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an API server is, and as whom it is asked.
 *
 * @param server its URL
 * @param authority certificates, in PEM, that its own is signed by; empty for those of Java
 * @param certificate of the user, in PEM; empty where a token does
 * @param key of that certificate, in PEM; a secret
 * @param token of the user; a secret
 * @param tokenFile a file that holds the token, and is read again as it is renewed
 * @param from in words, where all of this is from
 */
record ApiAccess(
    URI server,
    Optional<String> authority,
    Optional<String> certificate,
    Optional<String> key,
    Optional<String> token,
    Optional<Path> tokenFile,
    String from) {

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "ApiAccess[" + server + ", " + from + "]";
  }
}
