package dev.otter.turn.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attribute of a STUN message.
 *
 * @param type one of the constants here, or any other of 16 bits
 * @param value the bytes without padding; not null, never changed
 */
public record StunAttribute(int type, byte[] value) {

  /** The name that a credential belongs to. */
  public static final int USERNAME = 0x0006;

  /** HMAC-SHA1 of what stands before it. */
  public static final int MESSAGE_INTEGRITY = 0x0008;

  /** Why a request was refused. */
  public static final int ERROR_CODE = 0x0009;

  /** Which attributes of a request were not understood. */
  public static final int UNKNOWN_ATTRIBUTES = 0x000a;

  /** A channel of TURN. */
  public static final int CHANNEL_NUMBER = 0x000c;

  /** How long an allocation lives, in seconds. */
  public static final int LIFETIME = 0x000d;

  /** The other end behind the relay. */
  public static final int XOR_PEER_ADDRESS = 0x0012;

  /** What is relayed. */
  public static final int DATA = 0x0013;

  /** Where a credential is good. */
  public static final int REALM = 0x0014;

  /** What a client repeats so that nobody can replay it. */
  public static final int NONCE = 0x0015;

  /** The address that the relay gave. */
  public static final int XOR_RELAYED_ADDRESS = 0x0016;

  /** IPv4 or IPv6 (RFC 6156). */
  public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;

  /** A relayed port that is even, and maybe the next one. */
  public static final int EVEN_PORT = 0x0018;

  /** The protocol between relay and peer. */
  public static final int REQUESTED_TRANSPORT = 0x0019;

  /** The client's address as the server sees it. */
  public static final int XOR_MAPPED_ADDRESS = 0x0020;

  /** A relayed port that was kept for the client. */
  public static final int RESERVATION_TOKEN = 0x0022;

  /** A CRC-32 at the end. */
  public static final int FINGERPRINT = 0x8028;

  private static final int COOKIE_HIGH = StunMessage.COOKIE >>> 16;
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int IPV4_LENGTH = 8;
  private static final int IPV6_LENGTH = 20;

  /** Checks that there is a value. */
  public StunAttribute {
    Objects.requireNonNull(value, "value");
  }

  /**
   * An attribute that holds text.
   *
   * @param type which
   * @param text not null
   * @return the attribute, in UTF-8
   */
  public static StunAttribute text(int type, String text) {
    return new StunAttribute(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * An attribute that holds a number of 32 bits.
   *
   * @param type which
   * @param number its bits
   * @return the attribute
   */
  public static StunAttribute number(int type, int number) {
    return new StunAttribute(type, ByteBuffer.allocate(4).putInt(number).array());
  }

  /**
   * An attribute that holds an address, combined by exclusive-or with the cookie (RFC 5389, 15.2).
   *
   * @param type which
   * @param address resolved
   * @param transactionId of the message it is for; an IPv6 address is combined with it too
   * @return the attribute
   */
  public static StunAttribute xorAddress(
      int type, InetSocketAddress address, TransactionId transactionId) {
    byte[] ip = address.getAddress().getAddress();
    ByteBuffer value = ByteBuffer.allocate(4 + ip.length);
    value.putShort((short) (ip.length == 4 ? IPV4 : IPV6));
    value.putShort((short) (address.getPort() ^ COOKIE_HIGH));
    value.put(xor(ip, transactionId));
    return new StunAttribute(type, value.array());
  }

  /**
   * Reads the value as an address.
   *
   * @param transactionId of the message it came with
   * @return the address; an IPv4 one also for an IPv6 one that holds one. Empty if it is none
   */
  public Optional<InetSocketAddress> toAddress(TransactionId transactionId) {
    boolean ipv4 = isIpv4();
    boolean ipv6 = value.length == IPV6_LENGTH && value[1] == IPV6;
    if (!ipv4 && !ipv6) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    int port = (bytes.getShort(2) ^ COOKIE_HIGH) & 0xffff;
    byte[] ip = new byte[value.length - 4];
    bytes.position(4).get(ip);
    try {
      return Optional.of(
          new InetSocketAddress(InetAddress.getByAddress(xor(ip, transactionId)), port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }

  /**
   * Whether the value is an IPv4 address; one that an IPv6 address holds is none.
   *
   * @return false too if it is no address
   */
  public boolean isIpv4() {
    return value.length == IPV4_LENGTH && value[1] == IPV4;
  }

  /**
   * Reads the value as a number.
   *
   * @return the number; empty if it has not 32 bits
   */
  public OptionalInt toNumber() {
    return value.length == Integer.BYTES
        ? OptionalInt.of(ByteBuffer.wrap(value).getInt())
        : OptionalInt.empty();
  }

  /**
   * Reads the value as text.
   *
   * @return the text
   */
  public String toText() {
    return new String(value, StandardCharsets.UTF_8);
  }

  private static byte[] xor(byte[] ip, TransactionId transactionId) {
    ByteBuffer mask = ByteBuffer.allocate(16).putInt(StunMessage.COOKIE).put(transactionId.bytes());
    byte[] result = new byte[ip.length];
    for (int i = 0; i < ip.length; i++) {
      result[i] = (byte) (ip[i] ^ mask.get(i));
    }
    return result;
  }
}
