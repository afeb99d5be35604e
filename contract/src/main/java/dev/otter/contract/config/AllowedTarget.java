package dev.otter.contract.config;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A place that webhooks may lead to though it is not public, or without TLS: a host by its name, or
 * a range of addresses.
 *
 * @param host the name, in lower case; empty for a range
 * @param range the addresses; empty for a name
 */
public record AllowedTarget(Optional<String> host, Optional<AddressRange> range) {

  /**
   * Reads a host name, an address, or a network as {@code address/bits}.
   *
   * @param optionName the option it belongs to
   * @param text the text to read
   * @throws InvalidOptionException if the text is none of these
   */
  public static AllowedTarget parse(String optionName, String text) {
    if (text.indexOf('/') >= 0 || Hosts.isAddress(text)) {
      return new AllowedTarget(Optional.empty(), Optional.of(AddressRange.parse(optionName, text)));
    }
    String name = text.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || name.matches("[0-9.]*")) {
      throw InvalidOptionException.expected(
          optionName, "host names, IP addresses or networks such as 10.1.0.0/16", text);
    }
    return new AllowedTarget(Optional.of(name), Optional.empty());
  }

  /** Whether it names this host. */
  public boolean names(String other) {
    return host.filter(name -> name.equalsIgnoreCase(other)).isPresent();
  }

  /** Whether it holds this address. */
  public boolean holds(InetAddress address) {
    return range.filter(each -> each.contains(address)).isPresent();
  }
}
