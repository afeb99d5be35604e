package dev.otter.contract.config;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * IP addresses from the first to the last, both included, of one family.
 *
 * @param first the lowest address; not null
 * @param last the highest address; not null, of the same family
 */
public record AddressRange(InetAddress first, InetAddress last) {

  private static final int BITS_IN_BYTE = 8;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the addresses are of two families, or in the wrong order
   */
  public AddressRange {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(last, "last");
    if (first.getAddress().length != last.getAddress().length
        || number(first).compareTo(number(last)) > 0) {
      throw new IllegalArgumentException("not a range of one family");
    }
  }

  /**
   * Reads an address, or a network as {@code address/bits}.
   *
   * @param optionName the option it belongs to; not null
   * @param text such as {@code 192.168.0.0/16}, {@code fd00::/8} or {@code 10.0.0.7}; not null
   * @return the addresses of it
   * @throws InvalidOptionException if the text has another form, or the address is not the first
   *     one of its network
   */
  public static AddressRange parse(String optionName, String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!Hosts.isAddress(address)) {
      throw refused(optionName, text);
    }
    InetAddress first = literal(address);
    int most = first.getAddress().length * BITS_IN_BYTE;
    int bits = slash < 0 ? most : bits(optionName, text, text.substring(slash + 1), most);
    BigInteger span = BigInteger.ONE.shiftLeft(most - bits).subtract(BigInteger.ONE);
    BigInteger start = number(first);
    if (start.and(span).signum() != 0) {
      throw refused(optionName, text);
    }
    return new AddressRange(first, address(start.add(span), first.getAddress().length));
  }

  /**
   * The range of one address, or between two.
   *
   * @param first an IP address; not null
   * @param last an IP address of the same family; not null
   * @return the range
   */
  public static AddressRange between(String first, String last) {
    return new AddressRange(literal(first), literal(last));
  }

  /**
   * Whether the address is one of this range.
   *
   * @param address any address; not null
   * @return false for one of the other family
   */
  public boolean contains(InetAddress address) {
    if (address.getAddress().length != first.getAddress().length) {
      return false;
    }
    BigInteger number = number(address);
    return number.compareTo(number(first)) >= 0 && number.compareTo(number(last)) <= 0;
  }

  /** Both ends, as {@code 10.0.0.0-10.255.255.255}. */
  @Override
  public String toString() {
    return first.getHostAddress() + "-" + last.getHostAddress();
  }

  private static int bits(String optionName, String text, String bits, int most) {
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > most) {
      throw refused(optionName, text);
    }
    return Integer.parseInt(bits);
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private static InetAddress address(BigInteger number, int bytes) {
    byte[] raw = new byte[bytes];
    byte[] signed = number.toByteArray();
    for (int i = 0; i < Math.min(bytes, signed.length); i++) {
      raw[bytes - 1 - i] = signed[signed.length - 1 - i];
    }
    try {
      return InetAddress.getByAddress(raw);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }

  private static InetAddress literal(String address) {
    InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
    if (parsed == null) {
      throw new IllegalArgumentException("not an IP address: " + address);
    }
    return parsed;
  }

  private static InvalidOptionException refused(String optionName, String text) {
    return InvalidOptionException.expected(
        optionName,
        "IP addresses or networks such as 192.168.0.0/16, written with their first address",
        text);
  }
}
