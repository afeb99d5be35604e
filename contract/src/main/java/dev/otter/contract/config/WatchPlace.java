package dev.otter.contract.config;

import java.util.List;
import java.util.Objects;

/**
 * Where nodes find a server of {@code turn.urls} to watch it, if that is not where browsers find
 * it.
 *
 * @param server as browsers know it; not null
 * @param at as nodes reach it; not null
 */
public record WatchPlace(HostAndPort server, HostAndPort at) {

  static final String OPTION = "turn.watchAt";

  /** Checks that both are there. */
  public WatchPlace {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(at, "at");
  }

  /**
   * Reads {@code host:port=host:port}.
   *
   * @param text not null
   * @throws InvalidOptionException naming {@code turn.watchAt} if the text has another form
   */
  public static WatchPlace parse(String text) {
    String[] both = text.split("=", -1);
    if (both.length != 2) {
      throw InvalidOptionException.expected(
          OPTION, "host:port=host:port, as browsers know a server and where nodes find it", text);
    }
    return new WatchPlace(
        HostAndPort.parse(OPTION, both[0].strip()), HostAndPort.parse(OPTION, both[1].strip()));
  }

  /**
   * Where nodes find a server.
   *
   * @param server as browsers know it
   * @param places of servers that are elsewhere for nodes
   */
  public static HostAndPort of(HostAndPort server, List<WatchPlace> places) {
    return places.stream()
        .filter(each -> each.server().equals(server))
        .map(WatchPlace::at)
        .findFirst()
        .orElse(server);
  }

  /** {@code host:port=host:port}; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return server + "=" + at;
  }
}
