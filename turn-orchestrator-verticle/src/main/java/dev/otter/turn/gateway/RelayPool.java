package dev.otter.turn.gateway;

import dev.otter.turn.relay.RelayId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The relays that sessions may be put on, and who waits for one. A relay that was found dead is not
 * used again: names are never used twice. Used on the event loop.
 */
final class RelayPool {

  private final Set<RelayId> dead = new HashSet<>();
  private final Map<RelayId, Integer> sessions = new HashMap<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private List<RelayAt> ready = List.of();
  private Consumer<RelayAt> onDead = relay -> {};

  /**
   * Says which relays are ready.
   *
   * @return those that were ready until now, and are not any more
   */
  List<RelayAt> update(List<RelayAt> now) {
    List<RelayAt> gone = new ArrayList<>(ready);
    gone.removeAll(now);
    ready = List.copyOf(now);
    dead.removeIf(id -> now.stream().noneMatch(relay -> relay.id().equals(id)));
    Optional<RelayAt> next = pick();
    while (next.isPresent() && !waiting.isEmpty()) {
      waiting.remove().relay.tryComplete(next.get());
      next = pick();
    }
    return gone;
  }

  /** Calls back, once for each, with relays that were found dead. */
  void onDead(Consumer<RelayAt> listener) {
    onDead = listener;
  }

  /** Says that nobody listens at a relay any more. */
  void dead(RelayAt relay) {
    if (dead.add(relay.id())) {
      onDead.accept(relay);
    }
  }

  /** The relay with the fewest sessions; empty when none is ready. */
  Optional<RelayAt> pick() {
    return ready.stream()
        .filter(relay -> !dead.contains(relay.id()))
        .min(Comparator.comparingInt(relay -> sessions.getOrDefault(relay.id(), 0)));
  }

  /** The same, now or when there is one; fails at {@code end} of the clock of {@link #expire}. */
  Future<RelayAt> next(long end) {
    Optional<RelayAt> now = pick();
    if (now.isPresent()) {
      return Future.succeededFuture(now.get());
    }
    Promise<RelayAt> relay = Promise.promise();
    waiting.add(new Waiter(relay, end));
    return relay.future();
  }

  /** Lets those who have waited long enough wait no more. */
  void expire(long now) {
    while (!waiting.isEmpty() && waiting.peek().end - now <= 0) {
      waiting.remove().relay.tryFail("no relay is ready");
    }
  }

  /** Counts a session on a relay. */
  void joined(RelayId id) {
    sessions.merge(id, 1, Integer::sum);
  }

  /** Counts it no more. */
  void left(RelayId id) {
    sessions.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
  }

  private record Waiter(Promise<RelayAt> relay, long end) {}
}
