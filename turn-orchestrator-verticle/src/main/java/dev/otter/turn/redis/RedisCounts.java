package dev.otter.turn.redis;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the door counts. Written on its event loop, read by any thread.
 *
 * @param commands that came
 * @param refused connections that were ended by the door: no command, no password, no place
 * @param dropped messages that an operator was too slow for
 * @param relayed bytes that relays say they received from clients and peers, of sessions that ended
 */
record RedisCounts(LongAdder commands, LongAdder refused, LongAdder dropped, LongAdder relayed) {

  RedisCounts() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }
}
