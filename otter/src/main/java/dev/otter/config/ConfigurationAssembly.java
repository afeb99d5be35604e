package dev.otter.config;

import dev.otter.contract.config.AccessLimitsConfig;
import dev.otter.contract.config.AuthConfig;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.DrainConfig;
import dev.otter.contract.config.HttpConfig;
import dev.otter.contract.config.InvalidOptionException;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.config.LogConfig;
import dev.otter.contract.config.ManagementConfig;
import dev.otter.contract.config.ObservationConfig;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.RedisDoorConfig;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelayTls;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.RoomsConfig;
import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.config.TracesConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.WebhooksConfig;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** Makes the records of the contract out of parsed options, and notes what they refuse. */
final class ConfigurationAssembly {

  private final OptionParsing options;
  private final boolean cluster;

  ConfigurationAssembly(OptionParsing options, boolean cluster) {
    this.options = options;
    this.cluster = cluster;
  }

  /**
   * Makes the configuration.
   *
   * @return the configuration, or null if a problem was noted
   */
  OtterConfig assemble() {
    HttpConfig http = section("http", this::http);
    ObservationConfig observation = observation();
    StoreConfig store = section("store", this::store);
    AuthConfig auth =
        section("auth", () -> new AuthConfig(options.value(OptionTable.AUTH_API_KEY)));
    ClusterConfig clusterConfig = section("cluster", this::cluster);
    TurnConfig turn = section("turn", this::turn);
    LimitsConfig limits = section("limits", this::limits);
    RoomsConfig rooms =
        section(
            "rooms",
            () ->
                new RoomsConfig(
                    options.value(NodeOptions.DUPLICATE_IDENTITY),
                    options.value(LimitOptions.ROOMS_PER_KEY)));
    WebhooksConfig webhooks =
        section(
            "webhooks",
            () ->
                new WebhooksConfig(
                    options.value(NodeOptions.WEBHOOK_TARGETS),
                    options.value(NodeOptions.WEBHOOK_GIVE_UP)));
    DrainConfig drain =
        section("drain", () -> new DrainConfig(options.value(NodeOptions.DRAIN_SECONDS)));
    boolean complete =
        http != null
            && observation != null
            && store != null
            && auth != null
            && clusterConfig != null
            && turn != null
            && limits != null
            && rooms != null
            && webhooks != null
            && drain != null;
    return !complete
        ? null
        : section(
            OptionTable.VERTICLE_NAMES.section(),
            () ->
                new OtterConfig(
                    http,
                    observation,
                    options.value(OptionTable.DATA_DIR),
                    store,
                    auth,
                    clusterConfig,
                    turn,
                    limits,
                    rooms,
                    webhooks,
                    drain,
                    Set.copyOf(options.value(OptionTable.VERTICLE_NAMES))));
  }

  /**
   * Makes a section; while it refuses an option, notes that and tries again with the default, so
   * that one start tells all of its problems.
   *
   * @return the section, or null if it refused one option twice, or if an option of it could not be
   *     parsed: then what it refuses may only follow from that
   */
  private <T> T section(String name, Supplier<T> maker) {
    if (options.hasRefused(name)) {
      return null;
    }
    while (true) {
      try {
        return maker.get();
      } catch (InvalidOptionException e) {
        if (!options.refuse(e)) {
          return null;
        }
      }
    }
  }

  private HttpConfig http() {
    return new HttpConfig(
        options.value(OptionTable.HTTP_HOST),
        options.value(OptionTable.HTTP_PORT),
        options.value(OptionTable.HTTP_PUBLIC_URL),
        new LinkedHashSet<>(options.value(OptionTable.HTTP_ALLOWED_ORIGINS)),
        options.value(OptionTable.HTTP_TRUSTED_PROXIES));
  }

  /** Three sections of the file. */
  private ObservationConfig observation() {
    ManagementConfig management = section("management", this::management);
    LogConfig log =
        section(
            "log",
            () ->
                new LogConfig(
                    options.value(NodeOptions.LOG_LEVEL), options.value(NodeOptions.LOG_FORMAT)));
    TracesConfig traces =
        section(
            "traces",
            () ->
                new TracesConfig(
                    options.value(TracesOptions.ENDPOINT), options.value(TracesOptions.PERCENT)));
    return management == null || log == null || traces == null
        ? null
        : new ObservationConfig(management, log, traces);
  }

  private ManagementConfig management() {
    return new ManagementConfig(
        options.value(OptionTable.MANAGEMENT_HOST), options.value(OptionTable.MANAGEMENT_PORT));
  }

  private StoreConfig store() {
    return new StoreConfig(
        options.value(StoreOptions.URL),
        options.value(StoreOptions.USER),
        options.value(StoreOptions.PASSWORD));
  }

  private ClusterConfig cluster() {
    return new ClusterConfig(
        cluster,
        options.value(ClusterOptions.HOST),
        options.value(ClusterOptions.PORT_NUMBER),
        options.value(ClusterOptions.EVENT_BUS_PORT),
        options.value(ClusterOptions.DISCOVERY),
        options.value(ClusterOptions.MEMBER_LIST),
        options.value(ClusterOptions.KUBERNETES_SERVICE));
  }

  private TurnConfig turn() {
    return new TurnConfig(
        options.value(TurnOptions.DRIVER),
        options.value(TurnOptions.URLS),
        options.value(TurnOptions.SECRET),
        new RelaysConfig(
            relayCount(),
            options.value(TurnOptions.HOST),
            options.value(TurnOptions.PORT_NUMBER),
            options.value(TurnOptions.RELAY_PORTS),
            options.value(TurnOptions.PUBLIC_IP),
            options.value(TurnOptions.PUBLIC_IPV6),
            options.value(TurnOptions.ALLOWED_PEERS),
            containers(),
            RelayTls.of(
                options.value(TurnOptions.TLS_HOST),
                options.value(TurnOptions.TLS_CERTIFICATE),
                options.value(TurnOptions.TLS_KEY))),
        options.value(TurnOptions.GATEWAY),
        redisDoor(),
        options.value(TurnOptions.WATCH_AT));
  }

  private Optional<RedisDoorConfig> redisDoor() {
    OptionalInt port = options.value(TurnOptions.REDIS_PORT);
    return port.isEmpty()
        ? Optional.empty()
        : Optional.of(new RedisDoorConfig(options.value(ClusterOptions.HOST), port.getAsInt()));
  }

  private RelayContainers containers() {
    return new RelayContainers(
        options.value(TurnOptions.IMAGE),
        new DockerConfig(
            options.value(TurnOptions.DOCKER_HOST),
            options.value(TurnOptions.DOCKER_CERTIFICATES),
            options.value(TurnOptions.DOCKER_NETWORK)),
        new KubernetesConfig(
            options.value(TurnOptions.KUBERNETES_NAMESPACE),
            options.value(TurnOptions.KUBERNETES_INSTANCE),
            options.value(TurnOptions.KUBERNETES_NETWORK)));
  }

  private RelayCount relayCount() {
    int least = options.value(TurnOptions.RELAYS);
    return new RelayCount(
        least,
        options.value(TurnOptions.MAX_RELAYS).orElse(least),
        options.value(TurnOptions.ALLOCATIONS_PER_RELAY),
        options.value(TurnOptions.MEGABITS_PER_RELAY),
        Duration.ofSeconds(options.value(TurnOptions.SCALE_UP_SECONDS)),
        Duration.ofSeconds(options.value(TurnOptions.SCALE_DOWN_SECONDS)));
  }

  private LimitsConfig limits() {
    return new LimitsConfig(
        options.value(LimitOptions.MESSAGE_BYTES),
        options.value(LimitOptions.CONNECTIONS_PER_NODE).orElseGet(OpenFileLimit::connections),
        options.value(LimitOptions.OUTBOUND_BYTES),
        options.value(LimitOptions.MESSAGE_RATE),
        options.value(LimitOptions.CONNECTIONS_PER_ADDRESS),
        new DeadlinesConfig(
            options.value(LimitOptions.REQUEST_SECONDS),
            options.value(LimitOptions.HELLO_SECONDS),
            options.value(LimitOptions.SILENCE_SECONDS)),
        new AccessLimitsConfig(
            options.value(LimitOptions.REQUEST_RATE), options.value(LimitOptions.AUTH_FAILURES)));
  }
}
