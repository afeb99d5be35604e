package dev.otter.config;

import static dev.otter.config.OptionType.ADDRESS_RANGES;
import static dev.otter.config.OptionType.DIRECTORY;
import static dev.otter.config.OptionType.OPTIONAL_TEXT;
import static dev.otter.config.OptionType.PORT_OR_FREE;
import static dev.otter.config.OptionType.PORT_OR_OFF;
import static dev.otter.config.OptionType.PUBLIC_URL;
import static dev.otter.config.OptionType.TEXT;
import static dev.otter.config.OptionType.TEXTS;
import static dev.otter.config.OptionType.VERTICLES;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.AuthConfig;
import dev.otter.contract.config.HttpConfig;
import dev.otter.contract.config.ManagementConfig;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.VerticleName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one table of options. File, environment, documentation and {@code --print-config} use it. */
final class OptionTable {

  static final Option<String> HTTP_HOST =
      Option.open(
          "http.host",
          "OTTER_HTTP_HOST",
          OptionDefault.of(HttpConfig.DEFAULT_HOST, HttpConfig.DEFAULT_CLUSTER_HOST),
          TEXT,
          "Address the public edge listens on. `127.0.0.1` answers this machine only, `0.0.0.0`"
              + " everybody who can reach it.");

  static final Option<Integer> HTTP_PORT =
      Option.open(
          "http.port",
          "OTTER_HTTP_PORT",
          OptionDefault.of(HttpConfig.DEFAULT_PORT),
          PORT_OR_FREE,
          "TCP port of pages, API and WebSocket. `0` takes a free port, another one at each"
              + " start.");

  static final Option<Optional<URI>> HTTP_PUBLIC_URL =
      Option.open(
          "http.publicUrl",
          "OTTER_PUBLIC_URL",
          OptionDefault.none("http://localhost:<the port in use>"),
          PUBLIC_URL,
          "Base of the links it hands out, as browsers reach it (behind a proxy: the proxy's https"
              + " URL). Wrong here means join links that lead nowhere.");

  static final Option<List<String>> HTTP_ALLOWED_ORIGINS =
      Option.open(
          "http.allowedOrigins",
          "OTTER_ALLOWED_ORIGINS",
          OptionDefault.none("the public URL's own origin"),
          TEXTS,
          "Other sites whose pages may use API and WebSocket, as `scheme://host[:port]`; the public"
              + " URL's own origin always may. `*` lets every site in.");

  static final Option<List<AddressRange>> HTTP_TRUSTED_PROXIES =
      Option.open(
          "http.trustedProxies",
          "OTTER_TRUSTED_PROXIES",
          OptionDefault.none("none"),
          ADDRESS_RANGES,
          "Proxies in front of this node, as IP addresses or networks (`10.0.0.0/24`). Only what"
              + " these say in `X-Forwarded-For` is believed. Behind a proxy that is not named here"
              + " all clients have one address, and share the limits of one.");

  static final Option<String> MANAGEMENT_HOST =
      Option.open(
          "management.host",
          "OTTER_MANAGEMENT_HOST",
          OptionDefault.of(ManagementConfig.DEFAULT_HOST),
          TEXT,
          "Address of the management port, which has the metrics and the probes. Give it to"
              + " supervisors only.");

  static final Option<OptionalInt> MANAGEMENT_PORT =
      Option.open(
          "management.port",
          "OTTER_MANAGEMENT_PORT",
          OptionDefault.of(ManagementConfig.OFF),
          PORT_OR_OFF,
          "TCP port for `/metrics`, and for `/healthz` and `/readyz` apart from the public one,"
              + " which answers these two as well. `off` opens none, `0` takes a free port.");

  static final Option<Path> DATA_DIR =
      Option.open(
          "dataDir",
          "OTTER_DATA_DIR",
          OptionDefault.of(OtterConfig.DEFAULT_DATA_DIR),
          DIRECTORY,
          "Directory for what the node makes and keeps, its secrets among it. Without it a"
              + " restarted node begins anew: keep it, and keep it private.");

  static final Option<Optional<String>> AUTH_API_KEY =
      Option.secret(
          "auth.apiKey",
          "OTTER_API_KEY",
          "made at the first start, shown once",
          OPTIONAL_TEXT,
          "Key for the room API, at least "
              + AuthConfig.SHORTEST_API_KEY
              + " visible ASCII characters. It may do everything; keep it out of browsers."
              + " A key of the first start stays good until it is revoked.");

  static final Option<List<VerticleName>> VERTICLE_NAMES =
      Option.open(
          "verticles",
          "OTTER_VERTICLES",
          OptionDefault.of(
              Arrays.stream(VerticleName.values())
                  .map(VerticleName::optionText)
                  .collect(Collectors.joining(","))),
          VERTICLES,
          "Parts that this node runs. Fewer than all make sense only in a cluster whose other nodes"
              + " run the rest.");

  /** Every option, in the order in which people read them. */
  static final List<Option<?>> ALL =
      Stream.of(
              List.<Option<?>>of(
                  HTTP_HOST,
                  HTTP_PORT,
                  HTTP_PUBLIC_URL,
                  HTTP_ALLOWED_ORIGINS,
                  HTTP_TRUSTED_PROXIES,
                  MANAGEMENT_HOST,
                  MANAGEMENT_PORT,
                  DATA_DIR),
              StoreOptions.ALL,
              List.<Option<?>>of(AUTH_API_KEY),
              ClusterOptions.ALL,
              TurnOptions.ALL,
              NodeOptions.ALL,
              TracesOptions.ALL,
              LimitOptions.ALL,
              List.<Option<?>>of(VERTICLE_NAMES))
          .<Option<?>>flatMap(List::stream)
          .toList();

  private OptionTable() {}

  /** The option with this path. */
  static Optional<Option<?>> byPath(String path) {
    return ALL.stream().filter(option -> option.path().equals(path)).findFirst();
  }

  /**
   * Whether options have this path before their last dot, as {@code http} for {@code http.port}.
   */
  static boolean isSection(String path) {
    return ALL.stream().anyMatch(option -> option.path().startsWith(path + "."));
  }
}
