package dev.otter.contract.config;

import java.net.InetAddress;
import java.util.List;

/** Which addresses are public unicast, as the internet routes them. */
public final class PublicAddresses {

  /**
   * What is not. The IPv6 ranges hold the forms of IPv4 in IPv6 (mapped, compatible, 6to4, Teredo,
   * NAT64), which would lead around the IPv4 ranges.
   *
   * <p>They begin at {@code ::1}, not at {@code ::}, as CoTURN is given the same list: to it a
   * range that begins at {@code ::} holds every IPv4 address, and no call would be relayed.
   */
  public static final List<AddressRange> NOT_PUBLIC =
      List.of(
          AddressRange.between("0.0.0.0", "0.255.255.255"),
          AddressRange.between("10.0.0.0", "10.255.255.255"),
          AddressRange.between("100.64.0.0", "100.127.255.255"),
          AddressRange.between("127.0.0.0", "127.255.255.255"),
          AddressRange.between("169.254.0.0", "169.254.255.255"),
          AddressRange.between("172.16.0.0", "172.31.255.255"),
          AddressRange.between("192.0.0.0", "192.0.0.255"),
          AddressRange.between("192.0.2.0", "192.0.2.255"),
          AddressRange.between("192.88.99.0", "192.88.99.255"),
          AddressRange.between("192.168.0.0", "192.168.255.255"),
          AddressRange.between("198.18.0.0", "198.19.255.255"),
          AddressRange.between("198.51.100.0", "198.51.100.255"),
          AddressRange.between("203.0.113.0", "203.0.113.255"),
          AddressRange.between("224.0.0.0", "255.255.255.255"),
          AddressRange.between("::1", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));

  private PublicAddresses() {}

  /**
   * Whether an address is neither private, loopback, link-local, shared, reserved nor multicast.
   */
  public static boolean contains(InetAddress address) {
    return !address.isAnyLocalAddress()
        && NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
  }
}
