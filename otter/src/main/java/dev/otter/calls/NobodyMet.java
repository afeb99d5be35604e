package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Judges a call in which no two were ever in the room at once. Pure. */
final class NobodyMet {

  private NobodyMet() {}

  static CallVerdict judge(List<CallEvent> events) {
    Optional<CallVerdict> refused =
        last(events, index -> Ending.refusal(events.get(index)), cause -> true);
    if (refused.isPresent()) {
      return refused.get();
    }
    int left = lastLeft(events);
    return last(events, index -> ended(events, index), cause -> !cause.meant())
        .or(() -> last(events, index -> Ending.device(events.get(index)), cause -> left >= 0))
        .orElseGet(
            () ->
                left >= 0
                    ? CallVerdict.of(FailureCause.PEER_NEVER_CAME, true, left)
                    : CallVerdict.NOTHING);
  }

  /** One that goes while nobody else is there was not cut off from anybody. */
  private static Optional<FailureCause> ended(List<CallEvent> events, int index) {
    return Ending.cause(events, index)
        .filter(cause -> cause != FailureCause.PEER_GONE)
        .filter(cause -> events.get(index).connectionId() != null);
  }

  private static Optional<CallVerdict> last(
      List<CallEvent> events,
      Function<Integer, Optional<FailureCause>> causeAt,
      Function<FailureCause, Boolean> failed) {
    for (int i = events.size() - 1; i >= 0; i--) {
      Optional<FailureCause> cause = causeAt.apply(i);
      if (cause.isPresent()) {
        return Optional.of(CallVerdict.of(cause.get(), failed.apply(cause.get()), i));
      }
    }
    return Optional.empty();
  }

  /** By which event the room became empty; -1 where somebody is in, or nobody ever was. */
  private static int lastLeft(List<CallEvent> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).is(CallEventType.LEFT)) {
        return i;
      }
      if (events.get(i).connectionId() != null) {
        return -1;
      }
    }
    return -1;
  }
}
