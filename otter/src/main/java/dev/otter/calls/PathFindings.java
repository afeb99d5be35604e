package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.ClientFinding;
import dev.otter.contract.calls.IceServersCode;
import dev.otter.contract.id.ConnectionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What those who met found of the way between them, and why there was none. Pure. */
final class PathFindings {

  private static final Set<ClientFinding> TROUBLES =
      Set.of(
          ClientFinding.NO_PATH,
          ClientFinding.NO_CANDIDATES,
          ClientFinding.RELAY_UNREACHABLE_UDP,
          ClientFinding.RELAY_CREDENTIALS_REFUSED,
          ClientFinding.RELAY_FULL);

  private final List<CallEvent> events;
  private final Meeting meeting;

  PathFindings(List<CallEvent> events, Meeting meeting) {
    this.events = events;
    this.meeting = meeting;
  }

  /** The index of the last such finding of those who met; -1 for none. */
  int last(ClientFinding finding) {
    return last(each -> each.is(finding));
  }

  /** The index of the last such event of those who met; -1 for none. */
  int last(CallEventType type) {
    return last(each -> each.is(type));
  }

  private int last(Predicate<CallEvent> wanted) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (meeting.concerns(events.get(i)) && wanted.test(events.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether an event may be why two do not find a way. */
  boolean isTrouble(CallEvent event) {
    return meeting.concerns(event)
        && (event.is(CallEventType.RELAY_DEAD) || TROUBLES.stream().anyMatch(event::is));
  }

  /**
   * Why no way was found.
   *
   * @param failed whether nobody looks for one any more
   */
  CallVerdict judge(boolean failed) {
    FailureCause cause = cause();
    List<Integer> evidence = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (isTrouble(events.get(i))) {
        evidence.add(i);
      }
    }
    return new CallVerdict(cause, failed, evidence);
  }

  private FailureCause cause() {
    if (last(ClientFinding.RELAY_CREDENTIALS_REFUSED) >= 0) {
      return FailureCause.RELAY_CREDENTIALS_REFUSED;
    }
    if (last(ClientFinding.RELAY_FULL) >= 0) {
      return FailureCause.RELAY_FULL;
    }
    if (last(CallEventType.RELAY_DEAD) >= meeting.from()) {
      return FailureCause.RELAY_DIED;
    }
    int given = last(CallEventType.ICE_SERVERS);
    if (given >= 0 && !IceServersCode.RELAYS.equals(events.get(given).code())) {
      return FailureCause.NO_RELAY;
    }
    Set<ConnectionId> reached = whoFound(ClientFinding.RELAY_REACHED);
    Set<ConnectionId> unreached = whoFound(ClientFinding.RELAY_UNREACHABLE_UDP);
    unreached.removeAll(reached);
    if (!unreached.isEmpty()) {
      return reached.isEmpty() ? FailureCause.RELAY_UNREACHABLE_UDP : FailureCause.UDP_BLOCKED;
    }
    return last(ClientFinding.NO_CANDIDATES) >= 0 ? FailureCause.UDP_BLOCKED : FailureCause.NO_PATH;
  }

  private Set<ConnectionId> whoFound(ClientFinding finding) {
    Set<ConnectionId> who = new HashSet<>();
    events.stream()
        .filter(each -> each.is(finding) && meeting.concerns(each))
        .forEach(each -> who.add(each.connectionId()));
    return who;
  }
}
