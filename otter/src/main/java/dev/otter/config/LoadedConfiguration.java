package dev.otter.config;

import dev.otter.contract.config.OtterConfig;
import java.util.List;

/**
 * A configuration and where it comes from.
 *
 * @param config the checked values; not null
 * @param values each option with its value in effect, in the order of the table; secrets are masked
 * @param warnings what is odd and no error, one line each, to be logged once
 */
public record LoadedConfiguration(
    OtterConfig config, List<OptionValue> values, List<String> warnings) {

  /** Keeps its own copies of the lists. */
  public LoadedConfiguration {
    values = List.copyOf(values);
    warnings = List.copyOf(warnings);
  }
}
