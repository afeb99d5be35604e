package dev.otter.command;

import static dev.otter.command.ApiCommand.text;
import static dev.otter.command.ApiCommand.textOr;

import com.fasterxml.jackson.databind.JsonNode;

/** What the HTTP API says of TURN servers, as a line for people. */
final class RelayLine {

  private RelayLine() {}

  /** Where one is, how its address is known, in what state and why, and how loaded it is. */
  static String of(JsonNode relay) {
    return String.format(
        "%s  %-8s  %s:%s (%s)%s  %s on %s  %s rooms, %s allocations, %s bit/s  since %s: %s",
        text(relay, "id"),
        text(relay, "state"),
        textOr(relay, "address", "?"),
        text(relay, "port"),
        address(relay),
        ipv6(relay),
        text(relay, "driver"),
        text(relay, "node"),
        text(relay, "rooms"),
        text(relay, "allocations"),
        text(relay, "bitsPerSecond"),
        text(relay, "since"),
        text(relay, "reason"));
  }

  /** A node that has none ready. */
  static String waiting(JsonNode node) {
    return String.format(
        "none is ready on %s  since %s: %s",
        text(node, "node"), text(node, "since"), text(node, "reason"));
  }

  private static String ipv6(JsonNode relay) {
    JsonNode ipv6 = relay.path("ipv6");
    if (ipv6.isMissingNode()) {
      return "";
    }
    String since = textOr(ipv6, "since", "");
    return ipv6.path("advertised").asBoolean()
        ? String.format(
            ", [%s]:%s (%s%s)",
            text(ipv6, "address"),
            text(relay, "port"),
            text(ipv6, "reason"),
            since.isEmpty() ? "" : ", since " + since)
        : ", not by IPv6 (" + text(ipv6, "reason") + ")";
  }

  private static String address(JsonNode relay) {
    String since = textOr(relay, "addressSince", "");
    return textOr(relay, "addressFrom", "not known yet")
        + (since.isEmpty() ? "" : ", since " + since);
  }
}
