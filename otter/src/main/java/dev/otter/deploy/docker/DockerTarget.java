package dev.otter.deploy.docker;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.InvalidOptionException;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployTarget;
import dev.otter.deploy.PartStatus;
import dev.otter.deploy.Undertaking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Containers of one Docker engine. */
public final class DockerTarget implements DeployTarget {

  /** What Docker takes as the name of a container, and short enough for those of its parts. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,30}");

  private final Engine engine;
  private final String name;

  private DockerTarget(Engine engine, String name) {
    this.engine = engine;
    this.name = name;
  }

  /**
   * Opens it.
   *
   * @param name of the deployment
   * @param environment its {@code DOCKER_HOST} and {@code DOCKER_CERT_PATH}, as Docker's own
   *     command has them
   * @throws DeployException when one of them is impossible
   */
  public static DeployTarget open(String name, Map<String, String> environment) {
    if (!NAME.matcher(name).matches()) {
      throw DeployException.wrongUse(
          "--name must be lower-case letters, digits, _, . and -, at most 31, got " + name);
    }
    String host = environment.getOrDefault("DOCKER_HOST", DockerConfig.DEFAULT_HOST);
    Optional<String> certificates =
        host.startsWith("tcp:")
            ? Optional.ofNullable(environment.get("DOCKER_CERT_PATH"))
            : Optional.empty();
    try {
      DockerConfig engine = new DockerConfig(host, certificates, DockerConfig.DEFAULT_NETWORK);
      return new DockerTarget(new Engine(engine), name);
    } catch (InvalidOptionException e) {
      throw DeployException.wrongUse(
          "DOCKER_HOST must be unix:///path, or tcp://host:port with DOCKER_CERT_PATH, got "
              + host);
    }
  }

  @Override
  public Undertaking undertake(DeployOptions options) {
    return new DockerUndertaking(engine, DockerSettings.of(name, options));
  }

  @Override
  public List<DeployStep> removal(boolean keepData) {
    return new Removal(engine, name).steps(keepData);
  }

  @Override
  public List<PartStatus> status() {
    return new StatusReport(engine, name).parts();
  }

  @Override
  public void close() {
    engine.close();
  }
}
