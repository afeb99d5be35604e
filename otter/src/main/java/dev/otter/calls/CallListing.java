package dev.otter.calls;

import dev.otter.calls.CallResources.CallLine;
import dev.otter.calls.CallResources.CallPage;
import dev.otter.calls.CallResources.RefusedLine;
import dev.otter.calls.GatheredCalls.Answers;
import dev.otter.contract.calls.AskCallEvents;
import dev.otter.contract.calls.AskCalls;
import dev.otter.contract.calls.SeenCalls;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes one page of the list of calls: asks all nodes for the newest ones, some at a time, and
 * judges each, until the page is full. For one request; belongs to its context.
 */
final class CallListing {

  /**
   * A page ends after so many steps, full or not, so that looking for few among many is bounded.
   */
  private static final int MOST_STEPS = 8;

  private final GatheredCalls gathered;
  private final Instant since;
  private final boolean failedOnly;
  private final int limit;
  private final List<CallLine> lines = new ArrayList<>();
  private final SortedSet<String> silent = new TreeSet<>();
  private List<RefusedLine> refused = List.of();
  private long forgotten;

  CallListing(GatheredCalls gathered, Instant since, boolean failedOnly, int limit) {
    this.gathered = gathered;
    this.since = since;
    this.failedOnly = failedOnly;
    this.limit = limit;
  }

  /** Makes the page behind a place; null for the first. */
  Future<CallPage> page(CallCursor after) {
    return step(after, 1);
  }

  private Future<CallPage> step(CallCursor after, int step) {
    Instant before = after == null ? null : after.lastAt();
    return gathered
        .seen(new AskCalls(since, before, 2 * AskCallEvents.MOST))
        .compose(
            seen -> {
              note(seen.silent());
              if (step == 1) {
                refused = RefusedLine.of(seen.answers());
                forgotten = seen.answers().stream().mapToLong(SeenCalls::forgotten).sum();
              }
              SortedSet<CallCursor> there = behind(after, seen);
              List<CallCursor> now = there.stream().limit(AskCallEvents.MOST).toList();
              if (now.isEmpty()) {
                return Future.succeededFuture(done(null));
              }
              return gathered
                  .timelines(now.stream().map(CallCursor::roomId).toList())
                  .compose(calls -> judge(after, now, calls, there.size() > now.size(), step));
            });
  }

  /** The calls behind a place, each as the node knows it that heard of it last. */
  private static SortedSet<CallCursor> behind(CallCursor after, Answers<SeenCalls> seen) {
    Map<RoomId, CallCursor> newest = new HashMap<>();
    for (SeenCalls answer : seen.answers()) {
      for (SeenCalls.Seen each : answer.calls()) {
        newest.merge(
            each.roomId(),
            new CallCursor(each.lastAt(), each.roomId()),
            (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    SortedSet<CallCursor> behind = new TreeSet<>(newest.values());
    behind.removeIf(each -> !isBehind(each, after));
    return behind;
  }

  private static boolean isBehind(CallCursor cursor, CallCursor after) {
    return after == null || cursor.compareTo(after) > 0;
  }

  private Future<CallPage> judge(
      CallCursor after,
      List<CallCursor> asked,
      Answers<CallTimeline> calls,
      boolean more,
      int step) {
    note(calls.silent());
    List<CallLine> judged =
        calls.answers().stream()
            .filter(call -> !call.events().isEmpty())
            .map(CallLine::of)
            // What another node has heard since stands further up, and was shown there.
            .filter(line -> isBehind(line.cursor(), after))
            .toList();
    for (CallLine line : judged) {
      if (!failedOnly || line.failed()) {
        lines.add(line);
        if (lines.size() == limit) {
          boolean last = !more && line.equals(judged.get(judged.size() - 1));
          return Future.succeededFuture(done(last ? null : line.cursor()));
        }
      }
    }
    CallCursor next = asked.get(asked.size() - 1);
    if (!more) {
      return Future.succeededFuture(done(null));
    }
    return step < MOST_STEPS ? step(next, step + 1) : Future.succeededFuture(done(next));
  }

  private void note(List<NodeTag> nodes) {
    nodes.forEach(node -> silent.add(node.value()));
  }

  private CallPage done(CallCursor next) {
    return new CallPage(
        List.copyOf(lines),
        next == null ? null : next.text(),
        refused,
        forgotten,
        silent.stream().map(NodeTag::new).toList());
  }
}
