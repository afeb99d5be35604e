package dev.otter.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a benchmark ran, and how busy that was at one moment.
 *
 * @param processor its model
 * @param processors how many there are
 * @param kernel its version
 * @param java the JVM's version, of generator and Otter alike
 * @param load the load averages of 1, 5 and 15 minutes
 */
public record Machine(String processor, int processors, String kernel, String java, String load) {

  /** This machine, now. */
  public static Machine now() {
    String[] cpu = read("/proc/cpuinfo").split("\n");
    String model = "unknown processor";
    int processors = 0;
    for (String line : cpu) {
      if (line.startsWith("model name")) {
        model = line.substring(line.indexOf(':') + 1).strip();
      }
      if (line.startsWith("processor")) {
        processors++;
      }
    }
    String load = read("/proc/loadavg");
    return new Machine(
        model,
        processors,
        System.getProperty("os.version"),
        System.getProperty("java.vm.version"),
        load.substring(0, load.indexOf('/')).replaceAll(" \\d+$", ""));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
