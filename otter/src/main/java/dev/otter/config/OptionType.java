package dev.otter.config;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.AllowedTarget;
import dev.otter.contract.config.ClusterDiscovery;
import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.config.GatewayMode;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.HttpConfig;
import dev.otter.contract.config.InvalidOptionException;
import dev.otter.contract.config.LogFormat;
import dev.otter.contract.config.LogLevel;
import dev.otter.contract.config.ManagementConfig;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.Ports;
import dev.otter.contract.config.TracesConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.config.VerticleName;
import dev.otter.contract.config.WatchPlace;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an option's text means. A new kind of text, such as a duration, is one constant more here.
 *
 * @param <T> the type in Java
 * @param list whether the file may have a YAML list; its entries reach the parser joined by commas
 * @param parser makes option name and trimmed text into a value; the text is empty where the option
 *     has no default text. Throws {@link InvalidOptionException}.
 */
public record OptionType<T>(boolean list, Parser<T> parser) {

  /**
   * Reads the text of an option.
   *
   * @param <T> the type in Java
   */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Makes text into a value.
     *
     * @param optionName the option's path, for the message of a refusal; not null
     * @param text the trimmed text; not null, maybe empty
     * @return the value, never null
     * @throws InvalidOptionException if the text is not possible
     */
    T parse(String optionName, String text);
  }

  static final OptionType<String> TEXT = single((name, text) -> text);

  static final OptionType<Optional<String>> OPTIONAL_TEXT =
      single((name, text) -> Optional.of(text).filter(value -> !value.isEmpty()));

  static final OptionType<Integer> PORT_OR_FREE =
      single((name, text) -> Ports.parse(name, 0, text));

  static final OptionType<Integer> PORT = single((name, text) -> Ports.parse(name, 1, text));

  static final OptionType<OptionalInt> PORT_OR_OFF =
      single((name, text) -> ManagementConfig.parsePort(text));

  static final OptionType<Optional<URI>> PUBLIC_URL =
      single(
          (name, text) ->
              Optional.of(text).filter(url -> !url.isEmpty()).map(HttpConfig::parsePublicUrl));

  static final OptionType<Integer> COUNT = single(OptionType::count);

  static final OptionType<Optional<Integer>> OPTIONAL_COUNT =
      single((name, text) -> text.isEmpty() ? Optional.empty() : Optional.of(count(name, text)));

  static final OptionType<Integer> BYTES = single(ByteSize::parse);

  static final OptionType<Path> DIRECTORY = single(OptionType::directory);

  static final OptionType<Integer> SECONDS = single(OptionType::seconds);

  static final OptionType<DuplicateIdentity> DUPLICATE_IDENTITY_RULE =
      single((name, text) -> DuplicateIdentity.parse(text));

  static final OptionType<ClusterDiscovery> CLUSTER_DISCOVERY =
      single((name, text) -> ClusterDiscovery.parse(text));

  static final OptionType<LogLevel> LOG_LEVEL = single((name, text) -> LogLevel.parse(text));

  static final OptionType<LogFormat> LOG_FORMAT = single((name, text) -> LogFormat.parse(text));

  static final OptionType<Optional<URI>> TRACES_ENDPOINT =
      single((name, text) -> TracesConfig.parseEndpoint(text));

  static final OptionType<TurnDriver> TURN_DRIVER = single((name, text) -> TurnDriver.parse(text));

  static final OptionType<GatewayMode> TURN_GATEWAY =
      single((name, text) -> GatewayMode.parse(text));

  static final OptionType<PortRange> PORT_RANGE = single(PortRange::parse);

  static final OptionType<List<AddressRange>> ADDRESS_RANGES = listOf(AddressRange::parse);

  static final OptionType<List<AllowedTarget>> ALLOWED_TARGETS = listOf(AllowedTarget::parse);

  static final OptionType<List<String>> TEXTS = listOf((name, entry) -> entry);

  static final OptionType<List<WatchPlace>> WATCH_PLACES =
      listOf((name, entry) -> WatchPlace.parse(entry));

  static final OptionType<List<HostAndPort>> MEMBERS =
      listOf((name, entry) -> HostAndPort.parse(entry));

  static final OptionType<List<VerticleName>> VERTICLES =
      listOf((name, entry) -> VerticleName.parse(entry));

  private static <T> OptionType<T> single(Parser<T> parser) {
    return new OptionType<>(false, parser);
  }

  private static <T> OptionType<List<T>> listOf(Parser<T> entryParser) {
    return new OptionType<>(
        true,
        (name, text) ->
            Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entryParser.parse(name, entry))
                .toList());
  }

  private static int count(String optionName, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw InvalidOptionException.expected(
          optionName, "a whole number from 0 (no limit) to 999999999", text);
    }
    return Integer.parseInt(text);
  }

  private static int seconds(String optionName, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw InvalidOptionException.expected(optionName, "a whole number of seconds", text);
    }
    return Integer.parseInt(text);
  }

  private static Path directory(String optionName, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw InvalidOptionException.expected(optionName, "a path of this system", text);
    }
  }
}
