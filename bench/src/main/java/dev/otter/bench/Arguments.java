package dev.otter.bench;

import dev.otter.bench.target.Launch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands on the command line, as {@code name=value}: {@code plan} (full, quick or smoke),
 * {@code targets} (names of {@link Launch#NAMES}, with commas), {@code modes} (what the names of
 * the loads begin with, with commas), {@code pin} (true keeps the servers on the first processor),
 * and the paths {@code otter}, {@code others}, {@code work} and {@code results}.
 */
record Arguments(Map<String, String> values) {

  private static final Set<String> NAMES =
      Set.of("plan", "targets", "modes", "pin", "otter", "others", "work", "results");
  private static final String DEFAULT_TARGETS = "otter,ws,socket.io,peer";

  static Arguments of(String... args) {
    Map<String, String> values = new HashMap<>();
    for (String argument : args) {
      String[] parts = argument.split("=", 2);
      if (parts.length < 2 || !NAMES.contains(parts[0])) {
        throw new IllegalArgumentException("expected name=value with " + NAMES + ": " + argument);
      }
      values.put(parts[0], parts[1]);
    }
    return new Arguments(values);
  }

  Plan plan() {
    String name = values.getOrDefault("plan", "full");
    Plan plan =
        switch (name) {
          case "full" -> Plan.full();
          case "quick" -> Plan.quick();
          case "smoke" -> Plan.smoke();
          default -> throw new IllegalArgumentException("no plan " + name);
        };
    return values.containsKey("modes") ? plan.only(List.of(values.get("modes").split(","))) : plan;
  }

  List<String> targets() {
    List<String> targets = List.of(values.getOrDefault("targets", DEFAULT_TARGETS).split(","));
    if (!Launch.NAMES.containsAll(targets)) {
      throw new IllegalArgumentException("expected targets of " + Launch.NAMES + ": " + targets);
    }
    return targets;
  }

  boolean isPinned() {
    return Boolean.parseBoolean(values.getOrDefault("pin", "false"));
  }

  Path path(String name, String otherwise) {
    return Path.of(values.getOrDefault(name, otherwise)).toAbsolutePath();
  }
}
