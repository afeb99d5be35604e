package dev.otter.turn.relay;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.contract.turn.RelayWait;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * All relays of the cluster, as their nodes report them. A node that says nothing for a while is
 * taken for gone, as is one that left the cluster, and its relays with it; relays that all nodes
 * share stay for as long as another node may need to take them over. Changed on one context; read
 * by any thread.
 */
public final class RelayDirectory {

  /** How often a node says what it has. */
  public static final Duration REPORT_EVERY = Duration.ofSeconds(1);

  /** A node that said nothing for so long is gone. */
  static final Duration SILENT = Duration.ofSeconds(5);

  /** The lease of the node before ends, the next one looks for the relays, and tests them. */
  static final Duration TAKING_OVER = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final Map<NodeTag, Heard> heard = new HashMap<>();
  private final Map<String, Held> held = new HashMap<>();
  private volatile List<RelayReport> all = List.of();
  private volatile Map<NodeTag, RelayWait> waiting = Map.of();

  /**
   * Makes an empty directory.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public RelayDirectory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Notes what a node says.
   *
   * @return the relays that were ready before and are no more
   */
  public Set<String> report(RelayReports reports) {
    heard.put(reports.node(), new Heard(reports.relays(), nanoTime.getAsLong(), reports.waiting()));
    return publish();
  }

  /**
   * Forgets nodes that say nothing.
   *
   * @return the relays that were ready before and are no more
   */
  public Set<String> sweep() {
    long now = nanoTime.getAsLong();
    heard.values().removeIf(each -> now - each.atNanos > SILENT.toNanos());
    return publish();
  }

  /**
   * Forgets a node that is known to be gone.
   *
   * @return the relays that were ready before and are no more
   */
  public Set<String> left(NodeTag node) {
    heard.remove(node);
    return publish();
  }

  /** All relays, whatever their state. */
  public List<RelayReport> all() {
    return all;
  }

  /** Why nodes have no relay that is ready, of those that want one. */
  public Map<NodeTag, RelayWait> waiting() {
    return waiting;
  }

  /** The relays that may be handed out. */
  public List<RelayReport> ready() {
    return all.stream().filter(RelayReport::ready).toList();
  }

  /** The relay with that name. */
  public Optional<RelayReport> find(String relayId) {
    return all.stream().filter(relay -> relay.id().equals(relayId)).findFirst();
  }

  private Set<String> publish() {
    Map<String, RelayReport> now = new LinkedHashMap<>();
    heard.values().forEach(each -> each.relays.forEach(relay -> now.put(relay.id(), relay)));
    hold(now);
    Set<String> gone = new HashSet<>();
    ready().forEach(relay -> gone.add(relay.id()));
    all = List.copyOf(now.values());
    waiting =
        heard.entrySet().stream()
            .filter(each -> each.getValue().waiting != null)
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().waiting));
    ready().forEach(relay -> gone.remove(relay.id()));
    return gone;
  }

  /** A shared relay that was ready is so until who takes it over has found out what it is. */
  private void hold(Map<String, RelayReport> now) {
    long nanos = nanoTime.getAsLong();
    for (RelayReport before : all) {
      if (before.isShared() && before.ready() && !isKnown(now.get(before.id()))) {
        held.putIfAbsent(before.id(), new Held(before, nanos + TAKING_OVER.toNanos()));
      }
    }
    held.values()
        .removeIf(each -> each.untilNanos - nanos < 0 || isKnown(now.get(each.relay.id())));
    held.forEach((id, each) -> now.put(id, each.relay));
  }

  private static boolean isKnown(RelayReport relay) {
    return relay != null && !relay.state().equals(RelayState.TESTING.text());
  }

  private record Heard(List<RelayReport> relays, long atNanos, RelayWait waiting) {}

  private record Held(RelayReport relay, long untilNanos) {}
}
