package dev.otter.turn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Programs of the machine that a test runs. Blocking. */
public final class Command {

  private Command() {}

  /** Runs a line of the shell; answers with what it said, and throws that when it failed. */
  public static String run(String line) {
    return run(Map.of(), "sh", "-c", line);
  }

  /** Runs a program with some variables besides the test's own. */
  public static String run(Map<String, String> environment, String... words) {
    try {
      ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", words) + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
