package dev.otter.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds options among environment variables. An empty variable counts as not set. */
final class Environment {

  /** What every variable of Otter begins with. */
  private static final String PREFIX = "OTTER_";

  private Environment() {}

  /**
   * The settings among the variables.
   *
   * @return settings by option path
   */
  static Map<String, Setting> settings(Map<String, String> variables) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (Option<?> option : OptionTable.ALL) {
      String text = variables.getOrDefault(option.environmentName(), "").strip();
      if (!text.isEmpty()) {
        String place = "environment variable " + option.environmentName();
        settings.put(option.path(), new Setting(text, Origin.ENVIRONMENT, place));
      }
    }
    return settings;
  }

  /**
   * One line for each variable that looks like an option and is none. No error: Kubernetes sets
   * {@code OTTER_SERVICE_HOST} and the like for a Service called otter. Values are not told, since
   * a misspelt name may hold a secret.
   */
  static List<String> warnings(Map<String, String> variables) {
    List<String> known = OptionTable.ALL.stream().map(Option::environmentName).toList();
    List<String> warnings = new ArrayList<>();
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !known.contains(name) && !value.isBlank()) {
                warnings.add(
                    "environment variable "
                        + name
                        + " is no option and is ignored, the nearest one"
                        + " is "
                        + NearestName.of(name, known));
              }
            });
    return warnings;
  }
}
