package dev.otter.turn.others;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The servers that are handed out together.
 *
 * @param servers in the order of the configuration
 */
record ServerList(List<OtherServer> servers) {

  /** What it is called where relays are called by their ids: the same on all nodes. */
  String name() {
    return servers.stream()
        .map(server -> server.name().toString())
        .collect(Collectors.joining(","));
  }

  boolean has(OtherServer server) {
    return servers.contains(server);
  }

  List<String> urls() {
    return servers.stream().flatMap(server -> server.urls().stream()).toList();
  }
}
