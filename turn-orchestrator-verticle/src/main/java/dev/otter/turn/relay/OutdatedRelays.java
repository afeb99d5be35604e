package dev.otter.turn.relay;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Relays that are to be replaced one after the other, each when the one in the place of the last is
 * ready. Used on one context.
 */
final class OutdatedRelays {

  private final Set<RelayId> ids = new LinkedHashSet<>();

  /** This relay is one of them. */
  void add(RelayId id) {
    ids.add(id);
  }

  /** The one whose turn it is now, which is none of them from then on. */
  Optional<RelayId> next(Collection<Relay> relays) {
    ids.removeIf(id -> relays.stream().noneMatch(relay -> relay.id().equals(id)));
    boolean launching =
        relays.stream()
            .anyMatch(relay -> relay.state().live() && relay.state() != RelayState.READY);
    Optional<RelayId> next =
        relays.stream()
            .filter(relay -> relay.state() == RelayState.READY && ids.contains(relay.id()))
            .map(Relay::id)
            .findFirst()
            .filter(id -> !launching);
    next.ifPresent(ids::remove);
    return next;
  }
}
