package dev.otter.contract.config;

import java.util.Objects;

/**
 * Where something listens: a cluster member, a daemon.
 *
 * @param host host name, IPv4 address or IPv6 address without brackets; not null
 * @param port TCP port, 1 to 65535
 */
public record HostAndPort(String host, int port) {

  private static final String OPTION = "cluster.members";

  /**
   * Checks host and port.
   *
   * @throws InvalidOptionException naming {@code cluster.members} if one of them is not possible
   */
  public HostAndPort {
    Objects.requireNonNull(host, "host");
    Hosts.require(OPTION, host);
    Ports.require(OPTION, 1, port);
  }

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets: {@code [::1]:5701}.
   *
   * @param text the text to read; not null
   * @return host and port
   * @throws InvalidOptionException naming {@code cluster.members} if the text has another form
   */
  public static HostAndPort parse(String text) {
    return parse(OPTION, text);
  }

  /**
   * Reads it for another option than {@code cluster.members}.
   *
   * @param optionName which
   * @param text as for {@link #parse(String)}
   * @return host and port
   * @throws InvalidOptionException naming the option if the text has another form
   */
  static HostAndPort parse(String optionName, String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw refused(optionName, text);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    boolean ipv6 = bare.indexOf(':') >= 0;
    // Without brackets nobody can tell where an IPv6 address ends and its port begins.
    if (bracketed != ipv6 || !Hosts.isHost(bare)) {
      throw refused(optionName, text);
    }
    return new HostAndPort(bare, Ports.parse(optionName, 1, text.substring(colon + 1)));
  }

  /** {@code host:port}, an IPv6 address in brackets; {@link #parse(String)} reads it back. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static InvalidOptionException refused(String optionName, String text) {
    return InvalidOptionException.expected(
        optionName, "host:port, with an IPv6 address in brackets ([::1]:5701)", text);
  }
}
