package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * What opens a participant's place to one who comes back for it. The client makes the secrets; only
 * their hashes are here. It also numbers its attempts to come in, so that of any two sockets it is
 * known which is the later one, and an attempt that was given up cannot take effect later.
 *
 * @param hash SHA-256 of the secret that is good now
 * @param previousHash SHA-256 of the one before; null before the first resume. Good only for asking
 *     once more for what the last resume has done already
 * @param attempt the attempt that got the place: names one life of the participant
 * @param fence no attempt up to this one takes effect any longer; never below {@code attempt}
 */
public record ResumeLock(String hash, String previousHash, long attempt, long fence) {

  /** Checks that there is a hash. */
  public ResumeLock {
    Objects.requireNonNull(hash, "hash");
  }

  /** The lock of one who comes in anew. */
  public static ResumeLock fresh(String hash, long attempt) {
    return new ResumeLock(hash, null, attempt, attempt);
  }

  /** Whether {@code presented} (may be null) is the hash that is good now; constant time. */
  @JsonIgnore
  public boolean opensWith(String presented) {
    return same(hash, presented);
  }

  /**
   * Whether a step from one secret to the next is allowed: from the present one to any other, or
   * once more the very step that was taken last, whose answer the client may not have got.
   */
  public boolean allowsStep(String presented, String next) {
    return opensWith(presented) || (same(previousHash, presented) && same(hash, next));
  }

  /** Whether {@code presented} (may be null) is, or was just now, a secret of this place. */
  public boolean knows(String presented) {
    return opensWith(presented) || same(previousHash, presented);
  }

  /** The lock after a step. */
  ResumeLock stepped(String presented, String next, long newAttempt) {
    return new ResumeLock(next, presented, newAttempt, newAttempt);
  }

  /** The lock after its owner asked again to come in with the secret that is good now. */
  ResumeLock again(long newAttempt) {
    return new ResumeLock(hash, previousHash, newAttempt, newAttempt);
  }

  /** The lock after an attempt was given up without knowing whether it will take effect. */
  ResumeLock fencedAt(long givenUp) {
    return new ResumeLock(hash, previousHash, attempt, Math.max(fence, givenUp));
  }

  private static boolean same(String one, String other) {
    return one != null
        && other != null
        && MessageDigest.isEqual(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves the hashes out of log lines: there they would only be noise. */
  @Override
  public String toString() {
    return "ResumeLock[attempt=" + attempt + ", fence=" + fence + "]";
  }
}
