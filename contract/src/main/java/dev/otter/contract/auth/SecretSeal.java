package dev.otter.contract.auth;

import java.util.Optional;

/**
 * Closes secrets for the store, so that who reads the database has nothing of them. Made by the
 * launcher from the cluster's own secret. Safe for any thread.
 */
public interface SecretSeal {

  /**
   * Closes a secret.
   *
   * @param boundTo the id it belongs to, so that it cannot be put in the place of another's
   * @return text for the store
   */
  String close(String boundTo, byte[] secret);

  /**
   * Opens what was closed for an id.
   *
   * @return empty when it was closed by another cluster's seal, for another id, or was changed
   */
  Optional<byte[]> open(String boundTo, String closed);
}
