package dev.otter.turn.relay;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Relays that are to be replaced one after the other, each when the one in the place of the last is
 * ready. Used on one context.
 */
final class OutdatedRelays {

  private final Map<RelayId, String> reasons = new LinkedHashMap<>();

  /** This relay is one of them, for a reason in words. */
  void add(RelayId id, String reason) {
    reasons.put(id, reason);
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

  /** The one whose turn it is now, which is none of them from then on. */
  Optional<Outdated> next(Collection<Relay> relays) {
    reasons.keySet().removeIf(id -> relays.stream().noneMatch(relay -> relay.id().equals(id)));
    boolean launching =
        relays.stream()
            .anyMatch(relay -> relay.state().live() && relay.state() != RelayState.READY);
    return launching
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
