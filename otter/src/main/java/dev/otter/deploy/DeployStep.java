package dev.otter.deploy;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing to do, or one thing that is as it should be.
 *
 * @param change what kind of change it is
 * @param part what it is about, such as {@code node-2}
 * @param what in words, what it will be, or why it changes; no secrets
 * @param action does it; blocking; throws a {@link DeployException}
 */
public record DeployStep(Change change, String part, String what, Runnable action) {

  /** Kinds of steps. */
  public enum Change {
    /** It is as it should be. */
    KEEP,
    /** It is not there. */
    CREATE,
    /** It is there and does not run. */
    START,
    /** It takes new settings without an interruption. */
    UPDATE,
    /** It is ended and made anew. */
    REPLACE,
    /** Nobody wants it any more. */
    REMOVE,
    /** Nothing is changed; something has to happen by itself. */
    WAIT;

    /** The word for it in what is printed. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that all is there. */
  public DeployStep {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(action, "action");
  }

  /**
   * A part that is as it should be.
   *
   * @param part which
   * @param what it is
   */
  public static DeployStep keep(String part, String what) {
    return new DeployStep(Change.KEEP, part, what, () -> {});
  }

  /** Whether it changes something, or waits for what a change brings. */
  public boolean isWork() {
    return change != Change.KEEP;
  }
}
