package dev.otter.turn.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The bytes of STUN messages, both ways (RFC 5389). Safe for any thread. */
public final class StunCodec {

  private static final int HEADER = 20;
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int MAC_LENGTH = 20;
  private static final int FINGERPRINT_LENGTH = 4;
  private static final int FINGERPRINT_XOR = 0x5354554e;
  private static final int LARGEST = 0xffff;
  private static final String HMAC = "HmacSHA1";

  private StunCodec() {}

  /**
   * The key of a long-term credential (RFC 5389, 15.4). A secret.
   *
   * @param username as it is sent
   * @param realm as the server said
   * @param password a secret
   * @return what integrity is worked out with
   */
  public static byte[] longTermKey(String username, String realm, String password) {
    try {
      // RFC 5389 says MD5; what it protects is the HMAC-SHA1 after it.
      return MessageDigest.getInstance("MD5")
          .digest((username + ':' + realm + ':' + password).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /**
   * Writes a message, with a fingerprint at its end.
   *
   * @param message what
   * @param key what integrity is worked out with; empty leaves it out
   * @return the datagram
   */
  public static byte[] encode(StunMessage message, Optional<byte[]> key) {
    ByteBuffer out = ByteBuffer.allocate(length(message) + (key.isPresent() ? 24 : 0) + 8);
    begin(out, message);
    if (key.isPresent()) {
      byte[] mac = mac(out.array(), out.position(), key.get());
      put(out, new StunAttribute(StunAttribute.MESSAGE_INTEGRITY, mac));
    }
    int crc = fingerprint(out.array(), out.position());
    put(out, StunAttribute.number(StunAttribute.FINGERPRINT, crc));
    out.putShort(2, (short) (out.position() - HEADER));
    return out.array();
  }

  /**
   * Writes a message without integrity and fingerprint: as short as it can be.
   *
   * @param message what
   * @return the datagram
   */
  public static byte[] encodeBare(StunMessage message) {
    ByteBuffer out = ByteBuffer.allocate(length(message));
    begin(out, message);
    out.putShort(2, (short) (out.position() - HEADER));
    return out.array();
  }

  /**
   * Reads a datagram.
   *
   * @param datagram whatever came
   * @return the message; empty when it is not one, or its fingerprint is wrong
   */
  public static Optional<StunMessage> decode(byte[] datagram) {
    if (datagram.length < HEADER || datagram.length > LARGEST) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(datagram);
    int type = in.getShort() & 0xffff;
    int length = in.getShort() & 0xffff;
    if (type > 0x3fff || in.getInt() != StunMessage.COOKIE || length != datagram.length - HEADER) {
      return Optional.empty();
    }
    byte[] id = new byte[TransactionId.LENGTH];
    in.get(id);
    return attributes(datagram, in)
        .map(attributes -> new StunMessage(type, new TransactionId(id), attributes));
  }

  /**
   * Whether a message was written by somebody who has the key.
   *
   * @param datagram a message that {@link #decode} has read
   * @param key what integrity is worked out with
   * @return false too when it has no integrity
   */
  public static boolean verifies(byte[] datagram, byte[] key) {
    int start = integrity(datagram);
    if (start < 0) {
      return false;
    }
    int value = start + ATTRIBUTE_HEADER;
    byte[] came = Arrays.copyOfRange(datagram, value, value + MAC_LENGTH);
    return MessageDigest.isEqual(came, mac(datagram, start, key));
  }

  /**
   * Whether a message says that it was written by somebody who has a key.
   *
   * @param datagram a message that {@link #decode} has read
   */
  public static boolean hasIntegrity(byte[] datagram) {
    return integrity(datagram) >= 0;
  }

  /** Where the integrity begins; negative when there is none. */
  private static int integrity(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram).position(HEADER);
    while (in.remaining() >= ATTRIBUTE_HEADER + MAC_LENGTH) {
      int start = in.position();
      int type = in.getShort() & 0xffff;
      int length = in.getShort() & 0xffff;
      if (type == StunAttribute.MESSAGE_INTEGRITY && length == MAC_LENGTH) {
        return start;
      }
      int next = in.position() + padded(length);
      if (next > in.limit()) {
        return -1;
      }
      in.position(next);
    }
    return -1;
  }

  private static Optional<List<StunAttribute>> attributes(byte[] datagram, ByteBuffer in) {
    List<StunAttribute> attributes = new ArrayList<>();
    boolean afterIntegrity = false;
    while (in.hasRemaining()) {
      int start = in.position();
      if (in.remaining() < ATTRIBUTE_HEADER) {
        return Optional.empty();
      }
      int type = in.getShort() & 0xffff;
      int length = in.getShort() & 0xffff;
      if (padded(length) > in.remaining()) {
        return Optional.empty();
      }
      byte[] value = new byte[length];
      in.get(value).position(in.position() + padded(length) - length);
      if (type == StunAttribute.FINGERPRINT) {
        boolean good =
            !in.hasRemaining()
                && length == FINGERPRINT_LENGTH
                && ByteBuffer.wrap(value).getInt() == fingerprint(datagram, start);
        return good ? Optional.of(attributes) : Optional.empty();
      }
      // RFC 5389, 15.4: what follows the integrity is not covered by it, and is ignored.
      afterIntegrity |= type == StunAttribute.MESSAGE_INTEGRITY;
      if (!afterIntegrity) {
        attributes.add(new StunAttribute(type, value));
      }
    }
    return Optional.of(attributes);
  }

  private static void begin(ByteBuffer out, StunMessage message) {
    out.putShort((short) message.type()).putShort((short) 0).putInt(StunMessage.COOKIE);
    out.put(message.transactionId().bytes());
    message.attributes().forEach(attribute -> put(out, attribute));
  }

  private static int length(StunMessage message) {
    int length = HEADER;
    for (StunAttribute attribute : message.attributes()) {
      length += ATTRIBUTE_HEADER + padded(attribute.value().length);
    }
    if (length > LARGEST) {
      throw new IllegalArgumentException("a STUN message has at most " + LARGEST + " bytes");
    }
    return length;
  }

  private static void put(ByteBuffer out, StunAttribute attribute) {
    byte[] value = attribute.value();
    out.putShort((short) attribute.type()).putShort((short) value.length).put(value);
    out.position(out.position() + padded(value.length) - value.length);
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** Over all before the integrity, with the length that the message has just after it. */
  private static byte[] mac(byte[] message, int end, byte[] key) {
    byte[] covered = Arrays.copyOf(message, end);
    ByteBuffer.wrap(covered).putShort(2, (short) (end - HEADER + ATTRIBUTE_HEADER + MAC_LENGTH));
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(covered);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static int fingerprint(byte[] message, int end) {
    byte[] covered = Arrays.copyOf(message, end);
    ByteBuffer.wrap(covered)
        .putShort(2, (short) (end - HEADER + ATTRIBUTE_HEADER + FINGERPRINT_LENGTH));
    CRC32 crc = new CRC32();
    crc.update(covered);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }
}
