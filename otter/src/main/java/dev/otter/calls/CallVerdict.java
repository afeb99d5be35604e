package dev.otter.calls;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is to be said of a call.
 *
 * @param cause what went wrong
 * @param failed whether the call failed by it; false where it went well all the same, or somebody
 *     wanted it so
 * @param evidence which events say so: indexes into those of the timeline, ascending
 */
record CallVerdict(FailureCause cause, boolean failed, List<Integer> evidence) {

  static final CallVerdict NOTHING = new CallVerdict(FailureCause.NONE, false, List.of());

  CallVerdict {
    evidence = List.copyOf(evidence);
  }

  static CallVerdict of(FailureCause cause, boolean failed, int... evidence) {
    IntStream indexes = Arrays.stream(evidence).filter(index -> index >= 0).sorted().distinct();
    return new CallVerdict(cause, failed, indexes.boxed().toList());
  }

  /**
   * Judges a call. A pure function: the same timeline always gets the same verdict.
   *
   * <p>It looks at the last time when two were in the room. Where they never got connected, the
   * earliest trouble counts: what came after it may have come of it. Where they were, it is how it
   * ended; and where it ended well, what went wrong on the way. Where no two ever met, it is why
   * the other one did not get in.
   */
  static CallVerdict of(CallTimeline call) {
    Meeting meeting = Meeting.last(call.events());
    if (meeting == null) {
      return NobodyMet.judge(call.events());
    }
    return new MeetingJudge(call, meeting).judge();
  }
}
