package dev.otter.turn.address;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A kind of IP address, as DNS answers with it. Safe for any thread. */
public enum AddressFamily {
  /** Without an address of this kind no relay is launched. */
  IPV4(4, "[0-9]{1,3}(\\.[0-9]{1,3}){3}"),

  /** What relays have besides, where their machine has one. */
  IPV6(16, "[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}");

  private final int length;

  /** Only the plain form: the parser takes more than an address has. */
  private final Pattern form;

  AddressFamily(int length, String form) {
    this.length = length;
    this.form = Pattern.compile(form);
  }

  /** The type of a record with such an address. */
  public DnsRecordType recordType() {
    return this == IPV6 ? DnsRecordType.AAAA : DnsRecordType.A;
  }

  /** Whether relays cannot do without one. */
  public boolean isNeeded() {
    return this == IPV4;
  }

  /** The address in a record of {@link #recordType}; empty where it holds none. */
  Optional<InetAddress> ofBytes(byte[] data) {
    if (data.length != length) {
      return Optional.empty();
    }
    try {
      // InetAddress would make an IPv4 address of a mapped one.
      return Optional.of(
          this == IPV6
              ? Inet6Address.getByAddress(null, data, -1)
              : InetAddress.getByAddress(data));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(length + " bytes are an address", e);
    }
  }

  /** The address that a text is; empty where it is none, or one of another kind. */
  Optional<InetAddress> ofText(String text) {
    return form.matcher(text).matches()
        ? Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text))
            .filter(this::isOneOf)
        : Optional.empty();
  }

  /** Whether an address is of this kind. */
  boolean isOneOf(InetAddress address) {
    return this == IPV6 ? address instanceof Inet6Address : address instanceof Inet4Address;
  }
}
