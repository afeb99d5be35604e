package dev.otter.signaling;

import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * How the server speaks to a client of the plain dialect (docs/signaling-protocol.md). The envelope
 * is put together around the payload, whose bytes are not looked at. Ids need no escaping: their
 * syntax has no character that JSON escapes.
 */
final class PlainDialect {

  private PlainDialect() {}

  /** The text for a message of any kind that {@link PlainBridge} lets through. */
  static String text(NodeMessage message) {
    if (message instanceof PeerMessage peer) {
      return peerMessage(peer);
    }
    if (message instanceof ParticipantJoined joined) {
      return arrival(joined);
    }
    return "{\"source\":null,\"destination\":\"" + message.destination().value() + "\"}";
  }

  /** The text for a departure from a room for more than two: it says who went. */
  static String departure(ParticipantLeft left) {
    return "{\"source\":null,\"destination\":\""
        + left.destination().value()
        + "\",\"left\":\""
        + left.participant().value()
        + "\"}";
  }

  /** Tells a newcomer in a room for more than two of one who is there, the impolite of the two. */
  static String present(ConnectionId me, ConnectionId other) {
    return "{\"source\":\""
        + other.value()
        + "\",\"destination\":\""
        + me.value()
        + "\",\"polite\":false,\"payload\":null}";
  }

  /** The text of an error: the departure form with one member more. */
  static String error(ConnectionId me, RefusedException refusal) {
    return "{\"source\":null,\"destination\":\""
        + me.value()
        + "\",\"error\":{\"code\":\""
        + refusal.code().code()
        + "\",\"message\":"
        + Json.encode(refusal.getMessage())
        + "}}";
  }

  private static String peerMessage(PeerMessage message) {
    StringBuilder text = new StringBuilder(256 + message.payload().length());
    text.append("{\"roomId\":\"").append(message.roomId().value());
    text.append("\",\"source\":\"").append(message.source().value());
    text.append("\",\"destination\":\"").append(message.destination().value()).append('"');
    if (message.polite() != null) {
      text.append(",\"polite\":").append(message.polite().booleanValue());
    }
    text.append(",\"payload\":").append(message.payload().toString(StandardCharsets.UTF_8));
    return text.append('}').toString();
  }

  private static String arrival(ParticipantJoined joined) {
    return "{\"source\":\""
        + joined.participant().value()
        + "\",\"destination\":\""
        + joined.destination().value()
        + "\",\"polite\":true,\"payload\":null}";
  }
}
