package dev.otter.deploy.docker;

import dev.otter.deploy.DeployOptions;
import picocli.CommandLine;

/** Settings of a deployment, as a user says them. */
final class TestDockerSettings {

  private TestDockerSettings() {}

  /** Of a deployment named {@code otter}. */
  static DockerSettings of(String... options) {
    return DockerSettings.of("otter", CommandLine.populateCommand(new DeployOptions(), options));
  }
}
