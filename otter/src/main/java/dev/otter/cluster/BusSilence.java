package dev.otter.cluster;

import dev.otter.contract.id.NodeTag;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long each member has not answered over the event bus. Hazelcast goes by what arrives, and
 * what a node that is no longer heard gets may still arrive for seconds: the other side sends until
 * the window of its connection is full. An answer needs both ways. Belongs to one context.
 */
final class BusSilence {

  private final LongSupplier nanoClock;
  private final long limitNanos;
  private final Map<NodeTag, Long> lastAnswerNanos = new HashMap<>();

  /**
   * Makes one that has heard of nobody.
   *
   * @param nanoClock a clock that never jumps
   * @param limit how long a member may be silent
   */
  BusSilence(LongSupplier nanoClock, Duration limit) {
    this.nanoClock = nanoClock;
    this.limitNanos = limit.toNanos();
  }

  /**
   * One round of questions is over.
   *
   * @param asked those that were asked; who has not been before counts as heard, and who is no
   *     longer among them is forgotten
   * @param answered those of them that answered
   */
  void round(Collection<ClusterMember> asked, Collection<ClusterMember> answered) {
    long now = nanoClock.getAsLong();
    List<NodeTag> tags = asked.stream().map(ClusterMember::tag).toList();
    lastAnswerNanos.keySet().retainAll(tags);
    tags.forEach(each -> lastAnswerNanos.putIfAbsent(each, now));
    answered.forEach(each -> lastAnswerNanos.replace(each.tag(), now));
  }

  /** Whether one of these has not answered for longer than it may. */
  boolean any(Collection<ClusterMember> members) {
    long now = nanoClock.getAsLong();
    return members.stream()
        .map(each -> lastAnswerNanos.getOrDefault(each.tag(), now))
        .anyMatch(last -> now - last > limitNanos);
  }

  /** Everything counts from now on. */
  void reset() {
    lastAnswerNanos.clear();
  }
}
