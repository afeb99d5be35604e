package dev.otter.turn.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What there is against what is wanted, made into steps. A pure function: it does nothing itself,
 * and the same input gives the same steps. A relay with a step under way gets no other one, so that
 * asking again does no harm.
 *
 * @param testEvery how often a ready relay is tested again
 * @param drainBound how long a relay may drain
 */
public record RelayPlan(Duration testEvery, Duration drainBound) {

  /** So long a relay drains at least: who was given it a moment ago may be on the way. */
  static final Duration DRAIN_AT_LEAST = Duration.ofSeconds(10);

  /**
   * The steps to do now.
   *
   * @param wanted how many relays should be ready
   * @param relays what there is
   * @param unused relays on which nobody relays
   * @param launchFrom no launch before this time, after failures
   * @param now the time
   * @return steps in the order in which they are begun; each is about another relay
   */
  public List<RelayStep> steps(
      int wanted, List<Relay> relays, Set<RelayId> unused, Instant launchFrom, Instant now) {
    List<RelayStep> steps = new ArrayList<>();
    for (Relay relay : relays) {
      if (!relay.operating()) {
        step(relay, unused, now, steps);
      }
    }
    List<Relay> live = relays.stream().filter(relay -> relay.state().live()).toList();
    // One at a time, so that a fault that hits each launch costs one launch and not all.
    boolean launching = live.stream().anyMatch(relay -> relay.state() != RelayState.READY);
    if (live.size() < wanted && !launching && !now.isBefore(launchFrom)) {
      steps.add(new RelayStep.Launch());
    }
    live.stream()
        .filter(relay -> relay.state() == RelayState.READY && !relay.operating())
        .sorted(Comparator.comparing(Relay::since).reversed())
        .limit(Math.max(0, live.size() - wanted))
        .forEach(relay -> replaceStep(steps, relay));
    return List.copyOf(steps);
  }

  private void step(Relay relay, Set<RelayId> unused, Instant now, List<RelayStep> steps) {
    switch (relay.state()) {
      case TESTING -> steps.add(new RelayStep.Test(relay.id()));
      case READY -> {
        if (relay.testedAt().map(at -> !at.plus(testEvery).isAfter(now)).orElse(true)) {
          steps.add(new RelayStep.Test(relay.id()));
        }
      }
      case DRAINING -> {
        boolean arrived = !relay.since().plus(DRAIN_AT_LEAST).isAfter(now);
        if (arrived && unused.contains(relay.id())) {
          steps.add(new RelayStep.Stop(relay.id(), "drained: nobody relays by it any more"));
        } else if (!relay.since().plus(drainBound).isAfter(now)) {
          steps.add(
              new RelayStep.Stop(
                  relay.id(), "drained for " + drainBound.toSeconds() + " s, the bound"));
        }
      }
      case FAILED -> steps.add(new RelayStep.Stop(relay.id(), relay.reason()));
      default -> {
        // Its step is over and has moved it on, or it is under way.
      }
    }
  }

  private static void replaceStep(List<RelayStep> steps, Relay relay) {
    steps.removeIf(step -> step instanceof RelayStep.Test test && test.id().equals(relay.id()));
    steps.add(new RelayStep.Drain(relay.id(), "more relays than wanted"));
  }
}
