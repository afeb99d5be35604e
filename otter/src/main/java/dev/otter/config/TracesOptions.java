package dev.otter.config;

import static dev.otter.config.OptionType.COUNT;

import dev.otter.contract.config.TracesConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The options of the section {@code traces}: a part of {@link OptionTable}. */
final class TracesOptions {

  static final Option<Optional<URI>> ENDPOINT =
      Option.open(
          "traces.endpoint",
          "OTTER_TRACES_ENDPOINT",
          OptionDefault.none("none: nothing is traced"),
          OptionType.TRACES_ENDPOINT,
          "Base URL of a collector that takes OpenTelemetry traces by OTLP over HTTP, as"
              + " `http://collector:4318`; they are posted to its `/v1/traces`"
              + " ([traces.md](traces.md)). Set the same on every node.");

  static final Option<Integer> PERCENT =
      Option.open(
          "traces.percent",
          "OTTER_TRACES_PERCENT",
          OptionDefault.of(TracesConfig.DEFAULT_PERCENT),
          COUNT,
          "How many of a hundred traces are sent. All nodes choose the same ones.");

  static final List<Option<?>> ALL = List.of(ENDPOINT, PERCENT);

  private TracesOptions() {}
}
