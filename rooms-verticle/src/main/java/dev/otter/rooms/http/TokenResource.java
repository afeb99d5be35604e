package dev.otter.rooms.http;

import java.time.Instant;

/**
 * A room token as the API shows it.
 *
 * @param token the JWT; a secret
 * @param identity whom it is for
 * @param expiresAt when it ends
 * @param url the join link with it; as secret as the token
 */
record TokenResource(String token, String identity, Instant expiresAt, String url) {

  /** Leaves token, link and identity out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "TokenResource[expiresAt=" + expiresAt + "]";
  }
}
