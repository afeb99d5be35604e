package dev.otter.launcher;

import java.security.Security;
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

  /**
   * How long the machine keeps what a name server said, in seconds; its own 30 and 10 are longer
   * than a pod takes to be replaced by one with another address.
   */
  private static final Map<String, String> NAMES =
      Map.of("networkaddress.cache.ttl", "5", "networkaddress.cache.negative.ttl", "1");

  private static final String NAMES_FLAG = "sun.net.inetaddr.ttl";

  static void set() {
    if (System.getProperty(NAMES_FLAG) == null) {
      NAMES.forEach(Security::setProperty);
    }
    DEFAULTS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
