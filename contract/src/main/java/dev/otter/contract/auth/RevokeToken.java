package dev.otter.contract.auth;

import java.time.Instant;

/**
 * Asks the auth verticle to end a room token and what was opened with it; the answer is the {@link
 * RevokedToken}. Either the token is given, or its id with its end.
 *
 * @param token the token; null where the id is given. A secret.
 * @param tokenId its {@code jti}; null where the token is given
 * @param until when the token ends by itself; null where the token is given
 */
public record RevokeToken(String token, String tokenId, Instant until) {

  /** Leaves the token out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "RevokeToken[tokenId=" + tokenId + "]";
  }
}
