package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.ClientFinding;
import dev.otter.contract.calls.EndCode;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.quality.PeerQuality;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Judges a call by the last time when two were in the room. Pure. */
final class MeetingJudge {

  /** Of packets that should have come in. */
  private static final double POOR_LOSS_PERCENT = 10;

  private final List<CallEvent> events;
  private final List<ParticipantQuality> quality;
  private final Meeting meeting;
  private final PathFindings paths;

  MeetingJudge(CallTimeline call, Meeting meeting) {
    this.events = call.events();
    this.quality = call.quality();
    this.meeting = meeting;
    this.paths = new PathFindings(events, meeting);
  }

  CallVerdict judge() {
    int connected = paths.last(ClientFinding.CONNECTED);
    boolean everConnected =
        connected >= 0
            || peers().anyMatch(each -> each.setupMs() != null && each.failure() == null);
    boolean said =
        paths.last(ClientFinding.CONNECTING) >= 0
            || paths.last(ClientFinding.NO_PATH) >= 0
            || peers().findAny().isPresent();
    // Of clients that say nothing of their way, it is not known whether they had one.
    return said && !everConnected ? neverConnected() : connected(connected);
  }

  private CallVerdict neverConnected() {
    for (int i = meeting.from(); i < end(); i++) {
      CallEvent event = events.get(i);
      if (paths.isTrouble(event)) {
        boolean over = meeting.to() < events.size() || paths.last(ClientFinding.NO_PATH) >= 0;
        return paths.judge(over);
      }
      if (Ending.onPurpose(event)) {
        return CallVerdict.of(FailureCause.PEER_LEFT_EARLY, true, i);
      }
      Optional<FailureCause> ended = Ending.cause(events, i);
      if (ended.isPresent()) {
        return CallVerdict.of(ended.get(), !ended.get().meant(), i);
      }
    }
    return peers().anyMatch(each -> each.failure() != null) ? paths.judge(true) : onTheWay();
  }

  private CallVerdict connected(int since) {
    for (int i = Math.max(meeting.from(), since + 1); i < end(); i++) {
      Optional<FailureCause> ended = Ending.cause(events, i);
      if (ended.isPresent()) {
        return CallVerdict.of(ended.get(), !ended.get().meant(), i);
      }
    }
    int lost = Math.max(paths.last(ClientFinding.PATH_LOST), paths.last(ClientFinding.NO_PATH));
    if (lost > since) {
      int dead = paths.last(CallEventType.RELAY_DEAD);
      return dead > since
          ? CallVerdict.of(FailureCause.RELAY_DIED, true, dead, lost)
          : CallVerdict.of(FailureCause.PATH_LOST, true, lost);
    }
    return onTheWay();
  }

  /** What went wrong, though the call goes on or ended well. */
  private CallVerdict onTheWay() {
    return last(i -> Ending.refusal(events.get(i)))
        .or(() -> last(this::survived))
        .or(() -> lastOf(0, i -> Ending.device(events.get(i))))
        .orElseGet(
            () ->
                peers().anyMatch(MeetingJudge::poor)
                    ? CallVerdict.of(FailureCause.POOR_QUALITY, false)
                    : CallVerdict.NOTHING);
  }

  private Optional<FailureCause> survived(int index) {
    CallEvent event = events.get(index);
    if (event.is(CallEventType.RELAY_DEAD)) {
      return Optional.of(FailureCause.RELAY_DIED);
    }
    return event.is(CallEventType.INTERRUPTED) && EndCode.NODE_GONE.equals(event.code())
        ? Optional.of(FailureCause.NODE_DIED)
        : Optional.empty();
  }

  private Optional<CallVerdict> last(IntFunction<Optional<FailureCause>> causeAt) {
    return lastOf(meeting.from(), causeAt);
  }

  private Optional<CallVerdict> lastOf(int from, IntFunction<Optional<FailureCause>> causeAt) {
    for (int i = events.size() - 1; i >= from; i--) {
      Optional<FailureCause> cause = causeAt.apply(i);
      if (cause.isPresent()) {
        return Optional.of(CallVerdict.of(cause.get(), false, i));
      }
    }
    return Optional.empty();
  }

  /** The first index after the meeting; the event that ended it belongs to it. */
  private int end() {
    return Math.min(meeting.to() + 1, events.size());
  }

  /** What those who met say of the way to each other. */
  private Stream<PeerQuality> peers() {
    return quality.stream()
        .filter(each -> meeting.who().contains(each.connectionId()))
        .flatMap(each -> each.report().peers().stream())
        .filter(each -> meeting.who().contains(each.connectionId()));
  }

  private static boolean poor(PeerQuality peer) {
    return peer.lossPercent() != null && peer.lossPercent() > POOR_LOSS_PERCENT;
  }
}
