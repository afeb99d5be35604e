package dev.otter.contract.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** The syntax of host names and IP addresses. Nothing is looked up. */
final class Hosts {

  private static final int LONGEST_NAME = 253;

  // Wider than DNS by the underscore, which container networks use in names.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?\\.?");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private Hosts() {}

  /**
   * Checks a host name, an IPv4 address or an IPv6 address without brackets.
   *
   * @throws InvalidOptionException if it is none of them
   */
  static String require(String optionName, String host) {
    if (!isHost(host)) {
      throw InvalidOptionException.expected(
          optionName, "a host name or an IP address without port and brackets", host);
    }
    return host;
  }

  /** Whether the text is a host name, an IPv4 address or an IPv6 address without brackets. */
  static boolean isHost(String host) {
    if (host.indexOf(':') >= 0) {
      return isIpv6(host);
    }
    if (DIGITS_AND_DOTS.matcher(host).matches()) {
      return IPV4.matcher(host).matches();
    }
    return host.length() <= LONGEST_NAME && !host.contains("..") && NAME.matcher(host).matches();
  }

  /** Whether the text is an IPv4 address or an IPv6 address without brackets. */
  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 ? isIpv6(host) : IPV4.matcher(host).matches();
  }

  private static boolean isIpv6(String host) {
    // The JDK's URI parser checks the address syntax of RFC 2373 and never asks a name server,
    // unlike InetAddress.
    try {
      URI uri = new URI("http://[" + host + "]/");
      return ("[" + host + "]").equals(uri.getHost());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
