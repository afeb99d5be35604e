package dev.otter.bench.relay;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes and reads the few TURN messages that the load needs (RFC 8656, IPv4 only). */
final class TurnMessage {

  static final int ALLOCATE = 0x003;
  static final int CHANNEL_BIND = 0x009;
  static final int USERNAME = 0x006;
  static final int REALM = 0x014;
  static final int NONCE = 0x015;
  static final int CHANNEL_NUMBER = 0x00c;
  static final int PEER = 0x012;
  static final int TRANSPORT = 0x019;

  private static final int COOKIE = 0x2112a442;
  private static final int HEADER = 20;
  private static final int INTEGRITY = 0x008;
  private static final int INTEGRITY_SIZE = 24;
  private static final int LARGEST = 1_500;
  private static final int SUCCESS = 0x100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);

  /** Begins a request. */
  TurnMessage(int type) {
    byte[] id = new byte[12];
    RANDOM.nextBytes(id);
    buffer.putShort((short) type).putShort((short) 0).putInt(COOKIE).put(id);
  }

  TurnMessage with(int attribute, byte[] value) {
    buffer.putShort((short) attribute).putShort((short) value.length).put(value);
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
    return this;
  }

  TurnMessage with(int attribute, int value) {
    return with(attribute, ByteBuffer.allocate(4).putInt(value).array());
  }

  TurnMessage with(int attribute, InetSocketAddress peer) {
    int ip = ByteBuffer.wrap(peer.getAddress().getAddress()).getInt();
    ByteBuffer value = ByteBuffer.allocate(8).put((byte) 0).put((byte) 1);
    return with(
        attribute,
        value.putShort((short) (peer.getPort() ^ COOKIE >>> 16)).putInt(ip ^ COOKIE).array());
  }

  /** The bytes, without a proof. */
  ByteBuffer plain() {
    buffer.putShort(2, (short) (buffer.position() - HEADER));
    return buffer.flip();
  }

  /** The bytes, with the proof of a key. */
  ByteBuffer signed(byte[] key) {
    int size = buffer.position();
    buffer.putShort(2, (short) (size - HEADER + INTEGRITY_SIZE));
    byte[] mac = hmac(key, Arrays.copyOf(buffer.array(), size));
    return with(INTEGRITY, mac).buffer.flip();
  }

  /** Whether an answer to a request says yes. */
  static boolean isSuccess(ByteBuffer answer, int request) {
    return answer.remaining() >= HEADER && answer.getShort(0) == (short) (request | SUCCESS);
  }

  /** An attribute of an answer. */
  static Optional<byte[]> attribute(ByteBuffer answer, int wanted) {
    int at = HEADER;
    while (at + 4 <= answer.limit()) {
      int length = answer.getShort(at + 2) & 0xffff;
      if ((answer.getShort(at) & 0xffff) == wanted) {
        byte[] value = new byte[Math.min(length, answer.limit() - at - 4)];
        answer.duplicate().position(at + 4).get(value);
        return Optional.of(value);
      }
      at += 4 + (length + 3 & ~3);
    }
    return Optional.empty();
  }

  /** The key of a long-term credential (RFC 8489, 9.2.2). */
  static byte[] key(String username, String realm, String password) {
    try {
      String text = username + ":" + realm + ":" + password;
      return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC-SHA1. */
  static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
