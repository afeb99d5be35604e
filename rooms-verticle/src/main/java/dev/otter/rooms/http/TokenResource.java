package dev.otter.rooms.http;

import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.Role;
import java.time.Instant;
import java.util.Set;

/**
 * A room token as the API shows it.
 *
 * @param token the JWT; a secret
 * @param identity whom it is for
 * @param role what it makes its holder
 * @param grants what it lets its holder publish
 * @param expiresAt when it ends
 * @param url the join link with it; as secret as the token
 */
record TokenResource(
    String token, String identity, Role role, Set<Grant> grants, Instant expiresAt, String url) {

  /** Leaves token, link and identity out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "TokenResource[expiresAt=" + expiresAt + "]";
  }
}
