package dev.otter.turn;

import dev.otter.contract.config.TurnDriver;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which driver a node takes, and why. Blocking: looks at files.
 *
 * @param driver what was chosen, never {@link TurnDriver#AUTO}
 * @param executable the turnserver, where one is to be run
 * @param why in words, for the log
 */
record DriverChoice(TurnDriver driver, Optional<Path> executable, String why) {

  /**
   * Chooses.
   *
   * @param configured {@code turn.driver}
   * @param executableName what to look for
   * @param path the variable PATH; null for none
   * @throws IllegalStateException with a reason in words, when what is configured cannot be had
   */
  static DriverChoice of(TurnDriver configured, String executableName, String path) {
    return switch (configured) {
      case STATIC -> new DriverChoice(configured, Optional.empty(), "configured: turn.urls");
      case NONE -> new DriverChoice(configured, Optional.empty(), "configured");
      case PROCESS ->
          new DriverChoice(
              configured,
              Optional.of(
                  onPath(executableName, path)
                      .orElseThrow(
                          () ->
                              new IllegalStateException(
                                  "turn.driver is process, and there is no "
                                      + executableName
                                      + " on the path"))),
              "configured");
      case AUTO ->
          onPath(executableName, path)
              .map(
                  found ->
                      new DriverChoice(TurnDriver.PROCESS, Optional.of(found), "there is " + found))
              .orElseGet(
                  () ->
                      new DriverChoice(
                          TurnDriver.NONE,
                          Optional.empty(),
                          "there is no " + executableName + " on the path"));
    };
  }

  private static Optional<Path> onPath(String executableName, String path) {
    return path == null
        ? Optional.empty()
        : Arrays.stream(path.split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory, executableName))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
  }
}
