package dev.otter.turn.gateway;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Who made a session, proven by message integrity.
 *
 * @param username as it was sent; not null
 * @param participant the name in it, which stays when the credential is renewed; not null
 * @param key what integrity is worked out with; a secret
 */
record Identity(String username, String participant, byte[] key) {

  private static final int MARK_BYTES = 4;

  Identity {
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(participant, "participant");
    Objects.requireNonNull(key, "key");
  }

  /** By which the key is known again; nothing of it can be found out from that. */
  String mark() {
    return mark(key);
  }

  /** The mark of a key. */
  static String mark(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, MARK_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "Identity[" + username + "]";
  }
}
