package dev.otter.turn.gateway;

import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunMessage;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Send and Data indications, in the bytes that came: finds the peer's address and writes another
 * one over it. Nothing is copied. Never throws, whatever the bytes are.
 */
final class IndicationBytes {

  private static final int HEADER = 20;
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int COOKIE_OFFSET = 4;
  private static final int IPV4 = 1;
  private static final int IPV4_LENGTH = 8;
  private static final int FINGERPRINT_LENGTH = 8;
  private static final int NONE = -1;

  private IndicationBytes() {}

  /** Whether a datagram of at least one byte is channel data, and not a message. */
  static boolean isChannelData(ByteBuf datagram) {
    return (datagram.getByte(datagram.readerIndex()) & 0xc0) == 0x40;
  }

  /**
   * Finds the peer's address.
   *
   * @param message from its reader index to its end
   * @return where its value begins; negative unless the message is whole and has exactly one peer's
   *     address, of IPv4, and data. With two it could mean one thing here and another at the relay.
   */
  static int peerOffset(ByteBuf message) {
    int start = message.readerIndex();
    int end = message.writerIndex();
    if (end - start < HEADER
        || message.getInt(start + COOKIE_OFFSET) != StunMessage.COOKIE
        || message.getUnsignedShort(start + 2) != end - start - HEADER) {
      return NONE;
    }
    int peer = NONE;
    boolean data = false;
    int at = start + HEADER;
    while (at < end) {
      if (end - at < ATTRIBUTE_HEADER) {
        return NONE;
      }
      int type = message.getUnsignedShort(at);
      int length = message.getUnsignedShort(at + 2);
      int value = at + ATTRIBUTE_HEADER;
      int next = value + ((length + 3) & ~3);
      if (next > end) {
        return NONE;
      }
      if (type == StunAttribute.XOR_PEER_ADDRESS) {
        if (peer != NONE || length != IPV4_LENGTH || message.getByte(value + 1) != IPV4) {
          return NONE;
        }
        peer = value;
      }
      data |= type == StunAttribute.DATA;
      at = next;
    }
    return data ? peer : NONE;
  }

  /** The peer's address at an offset that {@link #peerOffset} found. */
  static InetSocketAddress peer(ByteBuf message, int offset) {
    int ip = message.getInt(offset + 4) ^ StunMessage.COOKIE;
    byte[] bytes = {(byte) (ip >>> 24), (byte) (ip >>> 16), (byte) (ip >>> 8), (byte) ip};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port(message, offset));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are an address", e);
    }
  }

  /** The peer's port at an offset that {@link #peerOffset} found. */
  static int port(ByteBuf message, int offset) {
    return message.getUnsignedShort(offset + 2) ^ (StunMessage.COOKIE >>> 16);
  }

  /**
   * Writes another IPv4 address over the peer's, and takes away a fingerprint, which would be wrong
   * now; nobody has to have one.
   */
  static void writePeer(ByteBuf message, int offset, InetSocketAddress peer) {
    byte[] ip = peer.getAddress().getAddress();
    int number = (ip[0] & 0xff) << 24 | (ip[1] & 0xff) << 16 | (ip[2] & 0xff) << 8 | (ip[3] & 0xff);
    message.setShort(offset + 2, peer.getPort() ^ (StunMessage.COOKIE >>> 16));
    message.setInt(offset + 4, number ^ StunMessage.COOKIE);
    int start = message.readerIndex();
    int last = message.writerIndex() - FINGERPRINT_LENGTH;
    if (last >= offset + IPV4_LENGTH && endsWithFingerprint(message, start, last)) {
      message.setShort(start + 2, last - start - HEADER);
      message.writerIndex(last);
    }
  }

  /** The last bytes of data may look like a fingerprint: only an attribute of its own is one. */
  private static boolean endsWithFingerprint(ByteBuf message, int start, int last) {
    int at = start + HEADER;
    while (at < last) {
      at += ATTRIBUTE_HEADER + ((message.getUnsignedShort(at + 2) + 3) & ~3);
    }
    return at == last && message.getUnsignedShort(last) == StunAttribute.FINGERPRINT;
  }
}
