package dev.otter.turn.gateway;

import java.util.Objects;

/**
 * Who made a session, proven by message integrity.
 *
 * @param username as it was sent; not null
 * @param participant the name in it, which stays when the credential is renewed; not null
 * @param key what integrity is worked out with; a secret
 */
record Identity(String username, String participant, byte[] key) {

  Identity {
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(participant, "participant");
    Objects.requireNonNull(key, "key");
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "Identity[" + username + "]";
  }
}
