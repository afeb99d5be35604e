package dev.otter.calls;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.Comparator;

/**
 * A place in the list of calls: the call that it names has been shown, and all before it. The list
 * goes from the newest to the oldest.
 *
 * @param lastAt when something happened last in that call
 * @param roomId its room
 */
record CallCursor(Instant lastAt, RoomId roomId) implements Comparable<CallCursor> {

  private static final Comparator<CallCursor> ORDER =
      Comparator.comparing(CallCursor::lastAt)
          .thenComparing(cursor -> cursor.roomId().value())
          .reversed();

  /** Reads what {@link #text} has written. */
  static CallCursor parse(String text) {
    int dot = text.indexOf('.');
    String millis = dot < 0 ? "" : text.substring(0, dot);
    String room = text.substring(dot + 1);
    if (!millis.matches("\\d{1,15}") || !RoomId.isValid(room)) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID, "after must be next of the page before, as it came");
    }
    return new CallCursor(Instant.ofEpochMilli(Long.parseLong(millis)), new RoomId(room));
  }

  /** The text form, as in the API. */
  String text() {
    return lastAt.toEpochMilli() + "." + roomId.value();
  }

  @Override
  public int compareTo(CallCursor other) {
    return ORDER.compare(this, other);
  }
}
