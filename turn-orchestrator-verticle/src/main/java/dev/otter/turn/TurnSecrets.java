package dev.otter.turn;

import java.util.List;

/**
 * The TURN REST secrets of this moment: credentials are signed with one of them, and those of all
 * are good. They change while the node runs, so nobody keeps a copy. Safe for any thread.
 */
public final class TurnSecrets {

  private volatile List<String> accepted;

  private TurnSecrets(List<String> accepted) {
    this.accepted = List.copyOf(accepted);
  }

  /**
   * Makes it of those that are good first.
   *
   * @param accepted the one that signs first; at least one; secrets
   */
  public static TurnSecrets of(List<String> accepted) {
    return new TurnSecrets(accepted);
  }

  /** What credentials are signed with; a secret. */
  public String signing() {
    return accepted.get(0);
  }

  /** All whose credentials are good, the one that signs first; the same list until they change. */
  public List<String> accepted() {
    return accepted;
  }

  /**
   * Has others be good from now on.
   *
   * @param others the one that signs first; at least one; secrets
   * @return whether another set of them is good now; not where only their order has changed
   */
  public boolean change(List<String> others) {
    boolean other = !(accepted.containsAll(others) && others.containsAll(accepted));
    if (!accepted.equals(others)) {
      accepted = List.copyOf(others);
    }
    return other;
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "TurnSecrets[" + accepted.size() + "]";
  }
}
