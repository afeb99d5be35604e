package dev.otter.signaling;

import java.util.concurrent.atomic.LongAdder;

/** How many messages of clients went which way. Safe for any thread; costs next to nothing. */
final class MessageCounts {

  private final LongAdder here = new LongAdder();
  private final LongAdder elsewhere = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** One went to a client of this node. */
  void here() {
    here.increment();
  }

  /** One went over the bus. */
  void elsewhere() {
    elsewhere.increment();
  }

  /** One had a destination that is not in its room. */
  void refused() {
    refused.increment();
  }

  long sentHere() {
    return here.sum();
  }

  long sentElsewhere() {
    return elsewhere.sum();
  }

  long refusals() {
    return refused.sum();
  }
}
