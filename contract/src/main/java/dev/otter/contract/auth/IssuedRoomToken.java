package dev.otter.contract.auth;

import java.time.Instant;

/**
 * A fresh room token.
 *
 * @param token the JWT; a secret
 * @param expiresAt when it ends
 */
public record IssuedRoomToken(String token, Instant expiresAt) {

  /** Leaves the token out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "IssuedRoomToken[expiresAt=" + expiresAt + "]";
  }
}
