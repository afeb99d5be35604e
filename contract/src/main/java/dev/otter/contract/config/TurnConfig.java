package dev.otter.contract.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * STUN and TURN servers.
 *
 * @param driver where the servers come from, default {@link #DEFAULT_DRIVER}; not null
 * @param urls {@code stun:}, {@code turn:} and {@code turns:} URLs; some with {@link
 *     TurnDriver#STATIC}, none otherwise
 * @param secrets TURN REST secrets, the current one first, then the previous one while rotating;
 *     empty means that one is made and kept. Secrets, at least {@value #SHORTEST_SECRET} characters
 *     each.
 * @param relays the servers that the node launches itself; not null
 * @param gatewayMode whether the node stands in front of them with a UDP port of its own; not null
 * @param redisDoor where they tell of their sessions, and read their secrets; empty where that is
 *     nowhere
 * @param watchAt where nodes find servers of {@code urls}, for those that they find elsewhere than
 *     browsers do
 */
public record TurnConfig(
    TurnDriver driver,
    List<String> urls,
    List<String> secrets,
    RelaysConfig relays,
    GatewayMode gatewayMode,
    Optional<RedisDoorConfig> redisDoor,
    List<WatchPlace> watchAt) {

  /** Default of {@code turn.driver}. */
  public static final TurnDriver DEFAULT_DRIVER = TurnDriver.AUTO;

  /** Fewest characters of a secret. */
  public static final int SHORTEST_SECRET = 16;

  /** Most secrets at a time: the current and the previous one. */
  public static final int MOST_SECRETS = 2;

  static final String URLS = "turn.urls";
  private static final Set<TurnDriver> ON_THIS_MACHINE =
      Set.of(TurnDriver.AUTO, TurnDriver.DOCKER, TurnDriver.PROCESS);

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming the option that has an impossible value, never with a
   *     secret in its text
   */
  public TurnConfig {
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(relays, "relays");
    Objects.requireNonNull(gatewayMode, "gatewayMode");
    boolean gateway = gatewayMode.isOn();
    relays.requirePorts(gateway);
    Objects.requireNonNull(redisDoor, "redisDoor");
    urls = urls.stream().map(url -> IceServerUrl.parse(URLS, url)).distinct().toList();
    if (driver == TurnDriver.STATIC && urls.isEmpty()) {
      throw InvalidOptionException.expected(
          URLS, "at least one URL when turn.driver is static", "");
    }
    if (driver != TurnDriver.STATIC && !urls.isEmpty()) {
      throw new InvalidOptionException(
          URLS,
          URLS
              + " must be empty unless turn.driver is static, got driver "
              + driver.optionText()
              + " and "
              + urls.size()
              + " URL(s)");
    }
    watchAt = List.copyOf(watchAt);
    requirePlaces(watchAt, urls);
    secrets = List.copyOf(secrets);
    requireSecrets(secrets);
    if (gateway) {
      GatewayPlaces.require(gatewayMode, driver, relays, urls, watchAt);
    }
    if (redisDoor.isPresent() && !ON_THIS_MACHINE.contains(driver)) {
      throw new InvalidOptionException(
          RedisDoorConfig.PORT_OPTION,
          RedisDoorConfig.PORT_OPTION
              + " must be off unless the node launches TURN servers on its own machine (turn.driver"
              + " auto, docker or process), got driver "
              + driver.optionText());
    }
    if (driver == TurnDriver.DOCKER || driver == TurnDriver.AUTO) {
      DockerPlaces.require(relays, gateway, redisDoor.isPresent());
    }
  }

  /** Whether the node stands in front of its servers with a UDP port of its own. */
  public boolean gateway() {
    return gatewayMode.isOn();
  }

  /**
   * The section with {@link RelaysConfig#DEFAULT}, and no gateway.
   *
   * @param driver as {@link #driver()}
   * @param urls as {@link #urls()}
   * @param secrets as {@link #secrets()}
   * @throws InvalidOptionException as the other constructor
   */
  public TurnConfig(TurnDriver driver, List<String> urls, List<String> secrets) {
    this(driver, urls, secrets, RelaysConfig.DEFAULT, false);
  }

  /**
   * The section without a Redis door, and with all servers where browsers find them.
   *
   * @param driver as {@link #driver()}
   * @param urls as {@link #urls()}
   * @param secrets as {@link #secrets()}
   * @param relays as {@link #relays()}
   * @param gateway whether there is one
   * @throws InvalidOptionException as the other constructor
   */
  public TurnConfig(
      TurnDriver driver,
      List<String> urls,
      List<String> secrets,
      RelaysConfig relays,
      boolean gateway) {
    this(
        driver,
        urls,
        secrets,
        relays,
        gateway ? GatewayMode.ON : GatewayMode.OFF,
        Optional.empty(),
        List.of());
  }

  /**
   * The section with other secrets: the ones that the cluster agreed on.
   *
   * @param agreed the current one first
   * @return a changed copy
   */
  public TurnConfig withSecrets(List<String> agreed) {
    return new TurnConfig(driver, urls, agreed, relays, gatewayMode, redisDoor, watchAt);
  }

  /** The section without the secrets. */
  @Override
  public String toString() {
    return "TurnConfig[driver="
        + driver
        + ", urls="
        + urls
        + ", secrets="
        + secrets.size()
        + " hidden, relays="
        + relays
        + ", gateway="
        + gatewayMode.optionText()
        + ", redisDoor="
        + redisDoor
        + ", watchAt="
        + watchAt
        + "]";
  }

  private static void requirePlaces(List<WatchPlace> places, List<String> urls) {
    List<HostAndPort> servers = urls.stream().map(IceServerUrl::server).distinct().toList();
    for (WatchPlace place : places) {
      if (!servers.contains(place.server())) {
        throw InvalidOptionException.expected(
            WatchPlace.OPTION, "places of servers of turn.urls " + servers, place.toString());
      }
    }
  }

  private static void requireSecrets(List<String> secrets) {
    boolean possible =
        secrets.stream()
            .allMatch(
                secret ->
                    secret.length() >= SHORTEST_SECRET
                        && secret.chars().allMatch(c -> c > ' ' && c < 0x7f));
    if (secrets.size() > MOST_SECRETS || !possible) {
      // What came is a secret: only its number and lengths are told.
      throw InvalidOptionException.expected(
          "turn.secret",
          "`current` or `current,previous` of at least "
              + SHORTEST_SECRET
              + " visible ASCII characters each",
          secrets.size() + " with the lengths " + secrets.stream().map(String::length).toList());
    }
  }
}
