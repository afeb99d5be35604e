package dev.otter.turn;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The answer to the first Otter's {@code GET /credentials}.
 *
 * @param username for TURN
 * @param credential for TURN; a secret
 * @param urls where; left out where there are none
 * @param ttl how long the credential opens new allocations, in seconds
 */
record FirstOtterCredentials(
    String username,
    String credential,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> urls,
    long ttl) {

  /** Leaves the credential out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "FirstOtterCredentials[username=" + username + "]";
  }
}
