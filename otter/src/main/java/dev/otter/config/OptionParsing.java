package dev.otter.config;

import dev.otter.contract.config.InvalidOptionException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings as typed values, and the problems with them. A refused value is replaced by its
 * default so that the search for further problems can go on; the result is then never used.
 */
final class OptionParsing {

  private final Map<String, Setting> settings;
  private final boolean cluster;
  private final List<ConfigurationProblem> problems;
  private final Map<Option<?>, Object> values = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  /**
   * Parses every option.
   *
   * @param settings a setting for each option that was set
   * @param cluster whether the node was started with {@code -cluster}
   * @param problems refusals are added here
   */
  OptionParsing(
      Map<String, Setting> settings, boolean cluster, List<ConfigurationProblem> problems) {
    this.settings = settings;
    this.cluster = cluster;
    this.problems = problems;
    for (Option<?> option : OptionTable.ALL) {
      parse(option, setting(option));
    }
  }

  /** The setting in effect. */
  Setting setting(Option<?> option) {
    Setting found = settings.get(option.path());
    return found != null ? found : Setting.ofDefault(option, cluster);
  }

  /** The typed value in effect. */
  @SuppressWarnings("unchecked") // parse() stores under an option what its own type made.
  <T> T value(Option<T> option) {
    return (T) values.get(option);
  }

  /** Whether a value of the section was refused. */
  boolean hasRefused(String section) {
    return OptionTable.ALL.stream()
        .anyMatch(option -> option.section().equals(section) && refused.contains(option.path()));
  }

  /**
   * Notes a refusal, and puts the default in the value's place.
   *
   * @return false if the option was refused before: then there is nothing left to try
   */
  boolean refuse(InvalidOptionException e) {
    Option<?> option = OptionTable.byPath(e.optionName()).orElseThrow(() -> e);
    if (!refused.add(option.path())) {
      return false;
    }
    problems.add(
        new ConfigurationProblem(
            ConfigurationError.INVALID_OPTION,
            e.getMessage() + " (" + setting(option).place() + ")"));
    parse(option, Setting.ofDefault(option, cluster));
    return true;
  }

  private void parse(Option<?> option, Setting setting) {
    try {
      values.put(option, option.type().parser().parse(option.path(), setting.text()));
    } catch (InvalidOptionException e) {
      refuse(e);
    }
  }
}
