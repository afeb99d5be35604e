package dev.otter.turn.relay;

import dev.otter.turn.check.RelayProbe;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The probes of a fleet's relays, one for each. Used on one context. */
final class RelayProbes {

  private final Vertx vertx;
  private final BiConsumer<RelayId, String> onDead;
  private final Map<RelayId, RelayProbe> probes = new HashMap<>();

  /** Relays whose probe is being opened, and is still wanted. */
  private final Set<RelayId> opening = new HashSet<>();

  /**
   * Makes it; nothing is probed yet.
   *
   * @param vertx whose current context is used
   * @param onDead told of each relay that does not answer any more, with a reason in words
   */
  RelayProbes(Vertx vertx, BiConsumer<RelayId, String> onDead) {
    this.vertx = vertx;
    this.onDead = onDead;
  }

  /** Begins to probe a relay, until {@link #end} or its death. */
  void begin(RelayId id, InetSocketAddress at) {
    opening.add(id);
    String reason = RelayProbe.MISSES + " probes in a row had no answer";
    RelayProbe.begin(vertx, at, () -> onDead.accept(id, reason))
        .onSuccess(
            probe -> {
              if (opening.remove(id)) {
                probes.put(id, probe);
              } else {
                probe.close();
              }
            })
        .onFailure(
            failure -> {
              if (opening.remove(id)) {
                onDead.accept(id, "it cannot be probed: " + failure.getMessage());
              }
            });
  }

  /** Probes a relay no more. */
  void end(RelayId id) {
    opening.remove(id);
    RelayProbe probe = probes.remove(id);
    if (probe != null) {
      probe.close();
    }
  }

  /** Probes no relay any more. */
  void close() {
    opening.clear();
    probes.values().forEach(RelayProbe::close);
    probes.clear();
  }
}
