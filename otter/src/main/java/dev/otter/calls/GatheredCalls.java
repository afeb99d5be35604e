package dev.otter.calls;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.calls.AskCallEvents;
import dev.otter.contract.calls.AskCalls;
import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.KeptCalls;
import dev.otter.contract.calls.SeenCalls;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.quality.QualityReports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the recorders of all nodes, and puts together what they kept. A node that does not answer in
 * time holds nobody up: it is named. Safe for any thread; futures complete on the caller's context.
 */
final class GatheredCalls {

  private static final long WITHIN_MS = 2_000;

  private final BusRequests bus;
  private final Supplier<List<NodeTag>> nodes;
  private final QualityReports quality;

  GatheredCalls(Vertx vertx, Supplier<List<NodeTag>> nodes, QualityReports quality) {
    this.bus = new BusRequests(vertx);
    this.nodes = nodes;
    this.quality = quality;
  }

  /**
   * What all nodes said.
   *
   * @param answers of those that answered
   * @param silent those that did not
   */
  record Answers<T>(List<T> answers, List<NodeTag> silent) {}

  /** Which calls each node has seen. */
  Future<Answers<SeenCalls>> seen(AskCalls question) {
    return ask(BusAddress.CALLS_SEEN, question, SeenCalls.class);
  }

  /**
   * Everything that is known of some rooms.
   *
   * @param rooms which; at most {@link AskCallEvents#MOST}
   * @return a timeline for each, in this order, also where nothing is known
   */
  Future<Answers<CallTimeline>> timelines(List<RoomId> rooms) {
    Future<Answers<KeptCalls>> kept =
        ask(BusAddress.CALL_EVENTS, new AskCallEvents(rooms), KeptCalls.class);
    Map<RoomId, Future<List<ParticipantQuality>>> reports = new HashMap<>();
    rooms.forEach(id -> reports.put(id, quality.of(id).otherwise(List.of())));
    return Future.all(kept, Future.all(List.copyOf(reports.values())))
        .map(
            done ->
                new Answers<>(
                    rooms.stream()
                        .map(id -> timeline(id, kept.result().answers(), reports.get(id).result()))
                        .toList(),
                    kept.result().silent()));
  }

  private static CallTimeline timeline(
      RoomId id, List<KeptCalls> answers, List<ParticipantQuality> quality) {
    List<CallEvent> events = new ArrayList<>();
    long dropped = 0;
    for (KeptCalls answer : answers) {
      for (KeptCalls.Kept kept : answer.calls()) {
        if (kept.roomId().equals(id)) {
          events.addAll(kept.events());
          dropped += kept.dropped();
        }
      }
    }
    // Stable: what one node saw at one time stays in its order.
    events.sort(Comparator.comparing(CallEvent::at));
    return new CallTimeline(id, events, dropped, quality);
  }

  private <T> Future<Answers<T>> ask(BusAddress to, Record question, Class<T> answer) {
    Map<NodeTag, Future<Optional<T>>> asked = new HashMap<>();
    for (NodeTag node : nodes.get()) {
      asked.put(
          node,
          bus.ask(to, node, question, answer)
              .timeout(WITHIN_MS, TimeUnit.MILLISECONDS)
              .map(Optional::of)
              .otherwise(Optional.empty()));
    }
    return Future.all(List.copyOf(asked.values()))
        .map(
            all ->
                new Answers<>(
                    asked.values().stream().map(Future::result).flatMap(Optional::stream).toList(),
                    asked.entrySet().stream()
                        .filter(each -> each.getValue().result().isEmpty())
                        .map(Map.Entry::getKey)
                        .sorted(Comparator.comparing(NodeTag::value))
                        .toList()));
  }
}
