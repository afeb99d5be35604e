package dev.otter.contract.signaling;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import java.util.Locale;

/**
 * What two peers say to each other of the numbers of their messages.
 *
 * @param destination whom it is for
 * @param roomId the room that the sender is in
 * @param source who says it
 * @param kind what
 * @param seq which number; see {@link Kind}
 */
public record SequenceNotice(
    ConnectionId destination, RoomId roomId, ConnectionId source, Kind kind, long seq)
    implements NodeMessage {

  /** What is said. */
  public enum Kind {
    /** The receiver has every message up to this number. */
    ACK,
    /** The receiver has every message up to this number, and asks for all after it. */
    RESEND,
    /** The sender cannot send what was missed; its next message has this number. */
    RESYNC;

    /** The word of the protocol and of the wire. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
