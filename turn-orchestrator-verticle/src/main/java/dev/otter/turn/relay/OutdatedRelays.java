package dev.otter.turn.relay;

import dev.otter.turn.ports.NoFreePortsException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Relays that are to be replaced one after the other, each when another one is ready in its place.
 * Used on one context.
 */
final class OutdatedRelays {

  private final Map<RelayId, String> reasons = new LinkedHashMap<>();
  private final boolean mayBeMore;
  private boolean oneMore;
  private long mostReady;
  private boolean found;
  private String reasonForFound;

  /**
   * Makes it.
   *
   * @param mayBeMore whether one relay more than wanted may be launched, to take the place of one
   */
  OutdatedRelays(boolean mayBeMore) {
    this.mayBeMore = mayBeMore;
  }

  /** This relay is one of them, for a reason in words. */
  void add(RelayId id, String reason) {
    if (reasons.isEmpty()) {
      oneMore = mayBeMore;
      mostReady = 0;
    }
    reasons.put(id, reason);
  }

  /** All are that are not on their way out, one that is about to start included. */
  void all(String reason, Collection<Relay> relays) {
    reasonForFound = found ? null : reason;
    relays.stream().filter(relay -> relay.state().live()).forEach(relay -> add(relay.id(), reason));
  }

  /** Whether this one is. */
  boolean has(RelayId id) {
    return reasons.containsKey(id);
  }

  /** Whether one of these still is, and is not on its way out for another reason. */
  boolean hasAnyOf(Collection<Relay> relays) {
    return relays.stream().anyMatch(relay -> relay.state().live() && has(relay.id()));
  }

  /** Relays of a former life were found: what all are by now, they are too. */
  void found(Collection<Relay> relays) {
    found = true;
    if (reasonForFound != null) {
      all(reasonForFound, relays);
    }
  }

  /** One did not start. Is there no room for one more, a place is made first until all are new. */
  void onFailedStart(Throwable why) {
    oneMore &= !(why instanceof NoFreePortsException);
  }

  /** How many relays are needed besides those that are wanted. */
  int extra(Collection<Relay> relays) {
    return oneMore && hasAnyOf(relays) ? 1 : 0;
  }

  /**
   * Those that do not listen on an IPv6 address are, one that is about to start included: nobody
   * told its driver of that address.
   */
  void withoutIpv6(String ip, Collection<Relay> relays) {
    relays.stream()
        .filter(relay -> relay.state().live())
        .filter(relay -> !relay.endpoint().flatMap(RelayEndpoint::ipv6).equals(Optional.of(ip)))
        .forEach(relay -> add(relay.id(), "it does not listen on " + ip));
  }

  /**
   * The one whose turn it is now, which is none of them from then on.
   *
   * @param wanted how many relays should be ready
   */
  Optional<Outdated> next(int wanted, Collection<Relay> relays) {
    reasons.keySet().removeIf(id -> relays.stream().noneMatch(relay -> relay.id().equals(id)));
    boolean launching =
        relays.stream()
            .anyMatch(relay -> relay.state().live() && relay.state() != RelayState.READY);
    long ready = relays.stream().filter(relay -> relay.state() == RelayState.READY).count();
    mostReady = Math.max(mostReady, ready);
    // Where a place is made first, the next one waits until somebody has it.
    boolean waits = oneMore ? ready <= wanted : ready < Math.min(wanted, mostReady);
    return launching || waits
        ? Optional.empty()
        : relays.stream()
            .filter(relay -> relay.state() == RelayState.READY && reasons.containsKey(relay.id()))
            .map(Relay::id)
            .findFirst()
            .map(id -> new Outdated(id, reasons.remove(id)));
  }

  /**
   * One of them.
   *
   * @param id which
   * @param reason why, in words
   */
  record Outdated(RelayId id, String reason) {}
}
