package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;

/**
 * Carries a {@link PeerMessage} between nodes. Wire form, version 1: one byte version, one byte
 * polite (0 false, 1 true, 2 not said), then destination, room and source as a 16-bit length and
 * ASCII each, then the payload as a 32-bit length and its bytes.
 */
public final class PeerMessageCodec implements MessageCodec<PeerMessage, PeerMessage> {

  private static final byte VERSION = 1;
  private static final byte NOT_POLITE = 0;
  private static final byte POLITE = 1;
  private static final byte NOT_SAID = 2;

  @Override
  public void encodeToWire(Buffer buffer, PeerMessage message) {
    buffer.appendByte(VERSION).appendByte(politeByte(message.polite()));
    append(buffer, message.destination().value());
    append(buffer, message.roomId().value());
    append(buffer, message.source().value());
    buffer.appendInt(message.payload().length()).appendBuffer(message.payload());
  }

  @Override
  public PeerMessage decodeFromWire(int position, Buffer buffer) {
    byte version = buffer.getByte(position);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a peer message of version " + version + ", this node reads " + VERSION);
    }
    Boolean polite =
        switch (buffer.getByte(position + 1)) {
          case NOT_POLITE -> Boolean.FALSE;
          case POLITE -> Boolean.TRUE;
          default -> null;
        };
    int at = position + 2;
    String destination = text(buffer, at);
    at += Short.BYTES + destination.length();
    String roomId = text(buffer, at);
    at += Short.BYTES + roomId.length();
    String source = text(buffer, at);
    at += Short.BYTES + source.length();
    int length = buffer.getInt(at);
    at += Integer.BYTES;
    return new PeerMessage(
        new ConnectionId(destination),
        new RoomId(roomId),
        new ConnectionId(source),
        polite,
        // The bus gives each message a buffer of its own.
        buffer.slice(at, at + length));
  }

  @Override
  public PeerMessage transform(PeerMessage message) {
    return message;
  }

  @Override
  public String name() {
    return "otter.PeerMessage";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static byte politeByte(Boolean polite) {
    if (polite == null) {
      return NOT_SAID;
    }
    return polite ? POLITE : NOT_POLITE;
  }

  private static void append(Buffer buffer, String ascii) {
    buffer
        .appendUnsignedShort(ascii.length())
        .appendBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(Buffer buffer, int at) {
    int start = at + Short.BYTES;
    return buffer.getString(
        start, start + buffer.getUnsignedShort(at), StandardCharsets.US_ASCII.name());
  }
}
