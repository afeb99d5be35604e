package dev.otter.deploy.docker;

import dev.otter.command.ExitCode;
import dev.otter.deploy.DeployException;
import dev.otter.turn.docker.TarFile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes, replaces and waits for the containers of a deployment. Blocking. */
final class PartSteps {

  /** The file in a part's volume that tells which files it was given. */
  private static final String DIGEST = "deployed";

  /** Longer than the longest that a node is waited for. */
  private static final Duration EXEC_BOUND = Duration.ofMinutes(5);

  private static final Duration READY_BOUND = Duration.ofMinutes(1);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** So long a program that cannot start may take to say so. */
  private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final Engine engine;
  private final String deployment;
  private final NodeParts nodes;

  /**
   * Makes the steps.
   *
   * @param engine where
   * @param deployment what the parts are called
   * @param nodes knows when a node serves
   */
  PartSteps(Engine engine, String deployment, NodeParts nodes) {
    this.engine = engine;
    this.deployment = deployment;
    this.nodes = nodes;
  }

  /** Makes it, and starts it. */
  void create(Part part) {
    JsonObject body =
        part.body().copy().put("Image", part.image()).put("Labels", Found.labels(deployment, part));
    engine.create(container(part), body);
    start(part);
  }

  /** Starts what is there; its files may be missing, if it was never started. */
  void start(Part part) {
    upload(part);
    engine.start(container(part));
    if (part.role() == Part.Role.DATABASE) {
      untilReady(part);
    } else if (part.role() != Part.Role.NODE) {
      untilSettled(part);
    }
  }

  /** Gives it other files, which it takes while it runs. */
  void reload(Part part) {
    upload(part);
    engine.signal(container(part), part.reload().orElseThrow());
  }

  /** Whether its files are those that it should have. */
  boolean hasItsFiles(Part part) {
    return engine
        .readFile(container(part), part.directory() + "/" + DIGEST)
        .filter(part.filesDigest()::equals)
        .isPresent();
  }

  /** What tells that all files are there comes last. */
  private void upload(Part part) {
    engine.upload(container(part), part.directory(), part.files());
    TarFile digest = new TarFile(0).file(DIGEST, part.filesDigest());
    engine.upload(container(part), part.directory(), digest.bytes());
  }

  /** Ends it in order, and makes it anew. */
  void replace(Part part) {
    remove(part.name());
    create(part);
  }

  /** Ends a part in order, and removes it. */
  void remove(String part) {
    engine.stop(deployment + "-" + part);
    engine.remove(deployment + "-" + part);
  }

  /** Ends a part in order, and removes it and what it kept. */
  void removeWithVolumes(String part) {
    remove(part);
    engine.removeVolume(VolumeName.data(deployment, part).text());
    engine.removeVolume(VolumeName.settings(deployment, part).text());
  }

  /**
   * Replaces a node while the others serve, and waits until they serve together.
   *
   * @param part the node
   * @param all the nodes that are wanted
   */
  void replaceNode(Part part, List<Part> all) {
    for (Part other : all) {
      if (!other.name().equals(part.name()) && !refusal(other, NodeParts.ready()).isEmpty()) {
        throw DeployException.failed(
            part.name()
                + " is not replaced, as "
                + other.name()
                + " does not serve: "
                + engine.lastWords(container(other)));
      }
    }
    replace(part);
    untilWhole(part);
  }

  /** Waits until a node serves, and sees all others. */
  void untilWhole(Part node) {
    String why = refusal(node, nodes.whole(node.name()));
    if (!why.isEmpty()) {
      throw DeployException.failed(
          node.name()
              + " does not serve with the others ("
              + why
              + "); its last words: "
              + engine.lastWords(container(node)));
    }
  }

  private void untilReady(Part database) {
    long end = System.nanoTime() + READY_BOUND.toNanos();
    do {
      untilSettled(database);
      if (refusal(database, DatabasePart.ready()).isEmpty()) {
        return;
      }
    } while (System.nanoTime() < end);
    throw DeployException.failed(
        "the database takes no connections; its last words: "
            + engine.lastWords(container(database)));
  }

  /** Why a program does not say yes; empty where it does. */
  private String refusal(Part part, List<String> command) {
    try {
      int code = engine.exec(container(part), command, EXEC_BOUND);
      return code == 0 ? "" : "the check ended with " + code;
    } catch (DeployException e) {
      if (e.exitCode() == ExitCode.NOT_READY) {
        throw e;
      }
      // It has just ended, for instance.
      return e.getMessage();
    }
  }

  /** What cannot start ends at once, and is started again by Docker. */
  private void untilSettled(Part part) {
    long end = System.nanoTime() + SETTLED_NANOS;
    do {
      JsonObject found =
          engine
              .container(container(part))
              .orElseThrow(() -> DeployException.failed(part.name() + " was removed meanwhile"));
      if (!"running".equals(found.getJsonObject("State").getString("Status"))
          || found.getInteger("RestartCount") > 0) {
        throw DeployException.failed(
            part.name()
                + " ends as soon as it is started; its last words: "
                + engine.lastWords(container(part)));
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    } while (System.nanoTime() < end);
  }

  private String container(Part part) {
    return deployment + "-" + part.name();
  }
}
