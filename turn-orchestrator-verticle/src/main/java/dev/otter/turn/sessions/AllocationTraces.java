package dev.otter.turn.sessions;

import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.trace.Tracing;
import dev.otter.turn.coturn.TurnSession;
import dev.otter.turn.relay.RelayId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last span of a call's trace: that a relay has an allocation for somebody whom credentials
 * were handed out to. The node that handed them out and the one that runs the relay may be two, so
 * the place in the trace is in the cluster's store of keys and values between them. Used on the
 * contexts of the orchestrator; does nothing where nothing is traced.
 */
public final class AllocationTraces {

  private static final Logger LOG = LoggerFactory.getLogger(AllocationTraces.class);
  private static final String STORE = "otter-traces";

  /** Who has not allocated by then does so without a trace. */
  private static final Duration WAITS = Duration.ofMinutes(2);

  private final Tracing tracing;
  private final KeyValueStore places;

  /** The sessions that each relay had at the last look; none where nothing is traced. */
  private final Map<RelayId, Set<String>> known = new HashMap<>();

  /** Makes it; opens no store where nothing is traced. */
  public AllocationTraces(Tracing tracing, KeyValueStores stores) {
    this.tracing = tracing;
    this.places = tracing.on() ? stores.open(STORE) : null;
  }

  /** Credentials are handed out to a participant, at this place of the trace; null for none. */
  public void handedOut(String participant, String place) {
    if (places != null && place != null) {
      places
          .put(participant, place, WAITS)
          .onFailure(failure -> LOG.debug("a place in a trace is not kept", failure));
    }
  }

  /** These are all sessions of a relay now. */
  void heard(RelayId relay, List<TurnSession> sessions) {
    if (places == null) {
      return;
    }
    long now = tracing.now();
    Set<String> before = known.getOrDefault(relay, Set.of());
    Set<String> ids = new HashSet<>();
    for (TurnSession session : sessions) {
      ids.add(session.id());
      if (!before.contains(session.id())) {
        begun(relay, session.participant(), now);
      }
    }
    known.put(relay, ids);
  }

  /** Only these relays are there still. */
  void retain(List<RelayId> relays) {
    known.keySet().retainAll(relays);
  }

  private void begun(RelayId relay, String participant, long seen) {
    places
        .get(participant)
        .onSuccess(
            place ->
                place.ifPresent(
                    parent -> {
                      tracing
                          .begin("otter.relay.allocation", parent, seen)
                          .with("otter.relay.id", relay.value())
                          .end();
                      places.delete(participant);
                    }))
        .onFailure(failure -> LOG.debug("a place in a trace is not known", failure));
  }
}
