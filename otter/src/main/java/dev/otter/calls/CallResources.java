package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.SeenCalls;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the API shows of calls. */
final class CallResources {

  private CallResources() {}

  /**
   * A page of calls.
   *
   * @param calls the newest first
   * @param next what to ask for as {@code after}; null where there are no more
   * @param refused who was refused and cannot be believed which room it was for
   * @param forgotten calls of the last hour that were given up, as there were too many
   * @param silentNodes nodes that did not answer
   */
  record CallPage(
      List<CallLine> calls,
      String next,
      List<RefusedLine> refused,
      long forgotten,
      List<NodeTag> silentNodes) {}

  /**
   * A call.
   *
   * @param roomId its room
   * @param firstAt when the first thing happened that is known
   * @param lastAt when the last thing happened
   * @param participants how many connections took part
   * @param cause what went wrong
   * @param failed whether it failed by it
   * @param what the cause in words
   * @param advice what to do about it
   */
  record CallLine(
      RoomId roomId,
      Instant firstAt,
      Instant lastAt,
      int participants,
      FailureCause cause,
      boolean failed,
      String what,
      String advice) {

    /** One of a call of which something is known. */
    static CallLine of(CallTimeline call) {
      CallVerdict verdict = CallVerdict.of(call);
      List<CallEvent> events = call.events();
      long participants =
          events.stream().map(CallEvent::connectionId).filter(Objects::nonNull).distinct().count();
      return new CallLine(
          call.roomId(),
          events.get(0).at(),
          events.get(events.size() - 1).at(),
          (int) participants,
          verdict.cause(),
          verdict.failed(),
          verdict.cause().what(),
          verdict.cause().advice());
    }

    CallCursor cursor() {
      return new CallCursor(lastAt, roomId);
    }
  }

  /**
   * Refusals of one cause.
   *
   * @param times how often
   * @param lastAt the last time
   */
  record RefusedLine(FailureCause cause, String what, String advice, long times, Instant lastAt) {

    /** One line for each cause; codes that are none are left out. */
    static List<RefusedLine> of(List<SeenCalls> answers) {
      Map<FailureCause, RefusedLine> lines = new EnumMap<>(FailureCause.class);
      for (SeenCalls answer : answers) {
        for (SeenCalls.Refused each : answer.refused()) {
          FailureCause.ofRefusal(each.code())
              .map(cause -> line(cause, each))
              .ifPresent(line -> lines.merge(line.cause(), line, RefusedLine::and));
        }
      }
      return new ArrayList<>(lines.values());
    }

    private static RefusedLine line(FailureCause cause, SeenCalls.Refused refused) {
      return new RefusedLine(
          cause, cause.what(), cause.advice(), refused.times(), refused.lastAt());
    }

    private RefusedLine and(RefusedLine other) {
      Instant later = lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt;
      return new RefusedLine(cause, what, advice, times + other.times, later);
    }
  }

  /**
   * One call, from making its room on.
   *
   * @param evidence indexes into {@code events}: by which the cause is known
   * @param events the oldest first
   * @param dropped how many older ones were given up, as there were too many
   * @param silentNodes nodes that did not answer
   */
  record CallDetail(
      RoomId roomId,
      FailureCause cause,
      boolean failed,
      String what,
      String advice,
      List<Integer> evidence,
      List<CallEvent> events,
      long dropped,
      List<NodeTag> silentNodes) {

    static CallDetail of(CallTimeline call, List<NodeTag> silentNodes) {
      CallVerdict verdict = CallVerdict.of(call);
      return new CallDetail(
          call.roomId(),
          verdict.cause(),
          verdict.failed(),
          verdict.cause().what(),
          verdict.cause().advice(),
          verdict.evidence(),
          call.events(),
          call.dropped(),
          silentNodes);
    }
  }
}
