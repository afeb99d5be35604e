package dev.otter.turn;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.turn.docker.DockerDriver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which driver a node takes, and why.
 *
 * @param driver what was chosen, never {@link TurnDriver#AUTO}
 * @param executable the turnserver, where one is to be run
 * @param why in words, for the log
 */
record DriverChoice(TurnDriver driver, Optional<Path> executable, String why) {

  private static final String TURNSERVER = "turnserver";

  /**
   * Chooses. With {@code auto} and a Docker daemon that has to pull the image first, this may take
   * minutes.
   *
   * @param vertx whose worker threads look at files
   * @param turn what is configured
   * @param path the variable PATH; null for none
   * @param mayPull whether {@code auto} may ask a registry for the image
   * @return fails with a reason in words when what is configured cannot be had
   */
  static Future<DriverChoice> of(Vertx vertx, TurnConfig turn, String path, boolean mayPull) {
    return switch (turn.driver()) {
      case STATIC -> chosen(TurnDriver.STATIC, "configured: turn.urls");
      case NONE -> chosen(TurnDriver.NONE, "configured");
      case DOCKER -> chosen(TurnDriver.DOCKER, "configured");
      case KUBERNETES -> chosen(TurnDriver.KUBERNETES, "configured");
      case PROCESS ->
          vertx.executeBlocking(
              () ->
                  new DriverChoice(
                      TurnDriver.PROCESS,
                      Optional.of(
                          onPath(path)
                              .orElseThrow(
                                  () ->
                                      new IllegalStateException(
                                          "turn.driver is process, and there is no "
                                              + TURNSERVER
                                              + " on the path"))),
                      "configured"));
      case AUTO ->
          docker(vertx, turn.relays(), mayPull)
              .recover(
                  failure ->
                      vertx.executeBlocking(() -> withoutDocker(path, failure.getMessage())));
    };
  }

  private static Future<DriverChoice> docker(Vertx vertx, RelaysConfig relays, boolean mayPull) {
    DockerConfig docker = relays.containers().docker();
    return vertx
        .executeBlocking(
            () -> docker.socket().map(path -> Files.isWritable(Path.of(path))).orElse(true))
        .compose(
            there ->
                there
                    ? DockerDriver.usable(vertx, relays, mayPull)
                    : Future.failedFuture(
                        new IllegalStateException("no Docker daemon listens at " + docker.host())))
        .map(
            done ->
                new DriverChoice(
                    TurnDriver.DOCKER,
                    Optional.empty(),
                    "Docker answers at "
                        + docker.host()
                        + " and has "
                        + relays.containers().image()));
  }

  private static DriverChoice withoutDocker(String path, String whyNot) {
    Optional<Path> found = onPath(path);
    String why =
        found.map(file -> "there is " + file).orElse("there is no " + TURNSERVER + " on the path")
            + ", and not docker: "
            + whyNot;
    return new DriverChoice(found.isPresent() ? TurnDriver.PROCESS : TurnDriver.NONE, found, why);
  }

  private static Future<DriverChoice> chosen(TurnDriver driver, String why) {
    return Future.succeededFuture(new DriverChoice(driver, Optional.empty(), why));
  }

  private static Optional<Path> onPath(String path) {
    return path == null
        ? Optional.empty()
        : Arrays.stream(path.split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory, TURNSERVER))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
  }
}
