package dev.otter.signaling;

import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * How the server speaks to a client of the plain dialect (docs/signaling-protocol.md). The envelope
 * is put together around the payload, whose bytes are not looked at. Ids need no escaping: their
 * syntax has no character that JSON escapes.
 */
final class PlainDialect {

  private static final String DESTINATION = "\",\"destination\":\"";
  private static final byte[] NOT_SAID = ascii("\",\"payload\":");
  private static final byte[] POLITE = ascii("\",\"polite\":true,\"payload\":");
  private static final byte[] NOT_POLITE = ascii("\",\"polite\":false,\"payload\":");

  private PlainDialect() {}

  /** What each message of one sender begins with: all up to the destination. */
  static byte[] head(RoomId roomId, ConnectionId source) {
    return ascii(
        "{\"roomId\":\"" + roomId.value() + "\",\"source\":\"" + source.value() + DESTINATION);
  }

  /** Where in a {@link #head} the sender's own id begins; it has {@link ConnectionId#LENGTH}. */
  static int idOffset(byte[] head) {
    return head.length - DESTINATION.length() - ConnectionId.LENGTH;
  }

  /** How many bytes {@link #forward} writes. */
  static int forwardedLength(byte[] source, EnvelopeReader envelope) {
    return source.length
        + ConnectionId.LENGTH
        + middle(envelope.polite()).length
        + (envelope.payloadEnd() - envelope.payloadStart())
        + 1;
  }

  /**
   * Writes the envelope that was just read as its receiver gets it.
   *
   * @param source the sender's {@link #head}
   * @param destination the receiver's
   */
  static void forward(ByteBuf out, byte[] source, byte[] destination, EnvelopeReader envelope) {
    int start = envelope.payloadStart();
    out.writeBytes(source)
        .writeBytes(destination, idOffset(destination), ConnectionId.LENGTH)
        .writeBytes(middle(envelope.polite()))
        .writeBytes(envelope.json(), start, envelope.payloadEnd() - start)
        .writeByte('}');
  }

  /** The UTF-8 of a message of any kind that {@link PlainBridge} lets through. */
  static byte[] encode(NodeMessage message) {
    if (message instanceof PeerMessage peer) {
      return peerMessage(peer);
    }
    if (message instanceof ParticipantJoined joined) {
      return arrival(joined);
    }
    return departure((ParticipantLeft) message);
  }

  /** The UTF-8 of a departure from a room for more than two: it says who went. */
  static byte[] departureOf(ParticipantLeft left) {
    return ascii(
        "{\"source\":null,\"destination\":\""
            + left.destination().value()
            + "\",\"left\":\""
            + left.participant().value()
            + "\"}");
  }

  /** Tells a newcomer in a room for more than two of one who is there, the impolite of the two. */
  static byte[] present(ConnectionId me, ConnectionId other) {
    return ascii(
        "{\"source\":\""
            + other.value()
            + "\",\"destination\":\""
            + me.value()
            + "\",\"polite\":false,\"payload\":null}");
  }

  /** The UTF-8 of an error: the departure form with one member more. */
  static byte[] error(ConnectionId me, RefusedException refusal) {
    String text =
        "{\"source\":null,\"destination\":\""
            + me.value()
            + "\",\"error\":{\"code\":\""
            + refusal.code().code()
            + "\",\"message\":"
            + Json.encode(refusal.getMessage())
            + "}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] peerMessage(PeerMessage message) {
    byte[] head = head(message.roomId(), message.source());
    byte[] destination = ascii(message.destination().value());
    byte[] middle = middle(message.polite());
    int payload = head.length + destination.length + middle.length;
    int end = payload + message.payload().length();
    byte[] text = new byte[end + 1];
    System.arraycopy(head, 0, text, 0, head.length);
    System.arraycopy(destination, 0, text, head.length, destination.length);
    System.arraycopy(middle, 0, text, payload - middle.length, middle.length);
    message.payload().getBytes(text, payload);
    text[end] = '}';
    return text;
  }

  private static byte[] arrival(ParticipantJoined joined) {
    return ascii(
        "{\"source\":\""
            + joined.participant().value()
            + "\",\"destination\":\""
            + joined.destination().value()
            + "\",\"polite\":true,\"payload\":null}");
  }

  private static byte[] departure(ParticipantLeft left) {
    return ascii("{\"source\":null,\"destination\":\"" + left.destination().value() + "\"}");
  }

  private static byte[] middle(Boolean polite) {
    if (polite == null) {
      return NOT_SAID;
    }
    return polite ? POLITE : NOT_POLITE;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
