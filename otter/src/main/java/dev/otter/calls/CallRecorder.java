package dev.otter.calls;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.calls.AskCallEvents;
import dev.otter.contract.calls.AskCalls;
import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallFact;
import dev.otter.contract.calls.KeptCalls;
import dev.otter.contract.calls.SeenCalls;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what happens to calls on this node, and answers what it has kept. Who was refused at the
 * door and cannot be believed is counted only, so that no stranger fills anything. Runs on its own
 * event-loop context.
 */
public final class CallRecorder extends VerticleBase {

  private static final int MOST_ROOMS = 2_000;
  private static final int MOST_OF_ROOM = 200;
  private static final int MOST_OF_ALL = 50_000;

  private final NodeTag tag;
  private final InstantSource clock;
  private final CallLog log = new CallLog(MOST_ROOMS, MOST_OF_ROOM, MOST_OF_ALL);
  private final RefusalCounts refused = new RefusalCounts();
  private BusReplies replies;
  private MessageConsumer<CallFact> facts;

  /**
   * Makes the recorder.
   *
   * @param tag this node
   * @param clock what the times of events are taken from
   */
  public CallRecorder(NodeTag tag, InstantSource clock) {
    this.tag = tag;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    facts =
        vertx
            .eventBus()
            .localConsumer(BusAddress.CALL_FACT.address(), message -> keep(message.body()));
    return Future.all(
        replies.answer(
            BusAddress.CALLS_SEEN.at(tag),
            AskCalls.class,
            question -> Future.succeededFuture(seen(question))),
        replies.answer(
            BusAddress.CALL_EVENTS.at(tag),
            AskCallEvents.class,
            question -> Future.succeededFuture(kept(question))));
  }

  private void keep(CallFact fact) {
    CallEvent event = CallEvent.of(now(), tag, fact);
    if (fact.roomId() == null) {
      refused.count(fact.code(), event.at());
    } else {
      log.add(fact.roomId(), event);
    }
  }

  private SeenCalls seen(AskCalls question) {
    Instant now = now();
    log.sweep(now);
    Instant earliest = now.minus(CallLog.LIFE);
    Instant since = question.since().isBefore(earliest) ? earliest : question.since();
    List<SeenCalls.Seen> calls =
        log.newest(since, question.before(), Math.min(question.most(), MOST_ROOMS)).stream()
            .map(each -> new SeenCalls.Seen(each.roomId(), each.lastAt()))
            .toList();
    return new SeenCalls(calls, refused.since(since), log.forgotten());
  }

  private KeptCalls kept(AskCallEvents question) {
    log.sweep(now());
    return new KeptCalls(
        question.rooms().stream()
            .limit(AskCallEvents.MOST)
            .map(log::of)
            .flatMap(Optional::stream)
            .map(each -> new KeptCalls.Kept(each.roomId(), each.events(), each.dropped()))
            .toList());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Future<?> stop() {
    return Future.join(replies.close(), facts.unregister());
  }
}
