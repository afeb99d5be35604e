package dev.otter.bench.bare;

import java.util.Random;

/** What the {@link BareRelay} does with a message. */
enum Fate {
  /** Passes it on. */
  FORWARD,
  /** Loses it. */
  DROP,
  /** Passes it on twice. */
  REPEAT,
  /** Passes it on after the next one. */
  DELAY,
  /** Passes it on with another content. */
  DAMAGE;

  /** Decides for one message after the other. */
  interface Choice {

    /** The next message's fate. */
    Fate next();
  }

  /** All messages are passed on, or, with a fate's name, one in a hundred has that fate. */
  static Choice choice(String[] arguments) {
    if (arguments.length == 0) {
      return () -> FORWARD;
    }
    Fate fate = Fate.valueOf(arguments[0]);
    Random random = new Random(1);
    return () -> random.nextInt(100) == 0 ? fate : FORWARD;
  }
}
