package dev.otter.deploy;

import dev.otter.deploy.docker.DockerTarget;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which deployment a command is about. */
final class TargetOptions {

  /** Where a cluster can be brought up. */
  enum Target {
    /** Containers of one Docker engine. */
    DOCKER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      required = true,
      description = {
        "where: docker, the engine of the variable DOCKER_HOST, else of this machine's socket"
      })
  private Target target;

  @Option(
      names = "--name",
      defaultValue = "otter",
      description = {
        "which deployment: what its parts are called, as NAME-node-1 (default: ${DEFAULT-VALUE})"
      })
  private String name;

  /** Opens it. */
  DeployTarget open() {
    return switch (target) {
      case DOCKER -> DockerTarget.open(name, System.getenv());
    };
  }

  /** The options that name this deployment, for a command line that a user may type. */
  String words() {
    return "--target " + target + (name.equals("otter") ? "" : " --name " + name);
  }
}
