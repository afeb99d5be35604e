package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.ClientFinding;
import dev.otter.contract.calls.EndCode;
import java.util.List;
import java.util.Optional;

/** What single events say of why a call ended. Pure functions. */
final class Ending {

  private Ending() {}

  /**
   * Why a participant went, by the event at an index.
   *
   * @return empty where nobody went, or who went came back, or left on purpose
   */
  static Optional<FailureCause> cause(List<CallEvent> events, int index) {
    CallEvent event = events.get(index);
    if (event.is(CallEventType.ROOM_ENDED)) {
      return Optional.of(FailureCause.ROOM_ENDED);
    }
    boolean left = event.is(CallEventType.LEFT);
    boolean away = event.is(CallEventType.INTERRUPTED) && !cameBack(events, index);
    if (!(left || away) || event.code() == null) {
      return Optional.empty();
    }
    return switch (event.code()) {
      case EndCode.LEFT -> Optional.empty();
      case EndCode.LOST, EndCode.SILENT, EndCode.NOT_BACK -> Optional.of(FailureCause.PEER_GONE);
      case EndCode.NODE_GONE -> Optional.of(FailureCause.NODE_DIED);
      default -> FailureCause.ofRefusal(event.code());
    };
  }

  /** Whether who is gone or away by the event at an index left on purpose. */
  static boolean onPurpose(CallEvent event) {
    return event.is(CallEventType.LEFT) && EndCode.LEFT.equals(event.code());
  }

  /** Whether who was interrupted by the event at an index came back. */
  static boolean cameBack(List<CallEvent> events, int index) {
    return events.subList(index + 1, events.size()).stream()
        .anyMatch(
            each ->
                each.is(CallEventType.RESUMED)
                    && each.connectionId().equals(events.get(index).connectionId()));
  }

  /** What a client said of its devices; empty for any other event. */
  static Optional<FailureCause> device(CallEvent event) {
    if (!event.is(CallEventType.FINDING)) {
      return Optional.empty();
    }
    return ClientFinding.of(event.code())
        .map(
            finding ->
                switch (finding) {
                  case CAMERA_REFUSED -> FailureCause.CAMERA_REFUSED;
                  case CAMERA_FAILED -> FailureCause.CAMERA_FAILED;
                  case MICROPHONE_REFUSED -> FailureCause.MICROPHONE_REFUSED;
                  case MICROPHONE_FAILED -> FailureCause.MICROPHONE_FAILED;
                  default -> null;
                });
  }

  /** Why somebody was not let in; empty for any other event. */
  static Optional<FailureCause> refusal(CallEvent event) {
    return event.is(CallEventType.REFUSED)
        ? FailureCause.ofRefusal(event.code())
        : Optional.empty();
  }
}
