package dev.otter.contract.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What else must be set where a gateway stands in front of TURN servers. */
final class GatewayPlaces {

  private static final String GATEWAY = GatewayMode.OPTION;
  private static final int LAST_PORT = 65_535;
  private static final Set<TurnDriver> REACHED =
      EnumSet.of(TurnDriver.AUTO, TurnDriver.DOCKER, TurnDriver.PROCESS, TurnDriver.STATIC);

  private GatewayPlaces() {}

  /**
   * Checks that the gateway can reach its TURN servers.
   *
   * @param urls as {@link TurnConfig#urls()}
   * @param watchAt as {@link TurnConfig#watchAt()}
   * @throws InvalidOptionException naming the option that does not fit
   */
  static void require(
      GatewayMode mode,
      TurnDriver driver,
      RelaysConfig relays,
      List<String> urls,
      List<WatchPlace> watchAt) {
    if (!REACHED.contains(driver)) {
      throw new InvalidOptionException(
          GATEWAY,
          GATEWAY
              + " must be off unless the node launches TURN servers on its own machine (turn.driver"
              + " auto, docker or process) or is told where they are (static), got "
              + mode.optionText()
              + " and driver "
              + driver.optionText());
    }
    if (relays.tls().isPresent()) {
      throw new InvalidOptionException(
          GATEWAY, GATEWAY + " must be off where relays take TLS, as the gateway speaks UDP only");
    }
    if (driver == TurnDriver.STATIC) {
      urls.forEach(url -> requireReached(url, watchAt));
    } else if (relays.port() == LAST_PORT) {
      throw InvalidOptionException.expected(
          "turn.port",
          "1 to 65534 where turn.gateway is on, as relays take the ports after it",
          String.valueOf(LAST_PORT));
    }
  }

  /** A name may lead elsewhere later, and a session's allocation is where it was made. */
  private static void requireReached(String url, List<WatchPlace> watchAt) {
    if (!IceServerUrl.isTurn(url) || !IceServerUrl.isDatagram(url)) {
      throw InvalidOptionException.expected(
          TurnConfig.URLS,
          "turn:host:port?transport=udp each where turn.gateway is on, by which alone they are"
              + " asked",
          url);
    }
    HostAndPort place = WatchPlace.of(IceServerUrl.server(url), watchAt);
    if (!Hosts.isAddress(place.host()) || place.host().indexOf(':') >= 0) {
      throw InvalidOptionException.expected(
          TurnConfig.URLS,
          "at IPv4 addresses where turn.gateway is on, or have one in " + WatchPlace.OPTION,
          url);
    }
  }
}
