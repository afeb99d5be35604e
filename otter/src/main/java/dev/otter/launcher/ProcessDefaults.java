package dev.otter.launcher;

import java.util.Map;

/**
 * System properties that must be set before the classes that read them are loaded, so that nobody
 * has to know them as flags. What the command line set stays.
 */
final class ProcessDefaults {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "vertx.logger-delegate-factory-class-name",
              "io.vertx.core.logging.SLF4JLogDelegateFactory",
          "hazelcast.logging.type", "slf4j",
          // With one or two processors the common pool has no thread of its own, and every
          // asynchronous completion of Hazelcast's would start a new one.
          "java.util.concurrent.ForkJoinPool.common.parallelism", "4");

  private ProcessDefaults() {}

  static void set() {
    DEFAULTS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
