package dev.otter.deploy.docker;

import dev.otter.deploy.DeployException;
import dev.otter.secrets.PreparedSecrets;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the secrets of a deployment are kept: each node has them in its volume. Blocking. */
final class KeptSecrets {

  private static final int READER_MEGABYTES = 64;

  private final Engine engine;
  private final String deployment;

  KeptSecrets(Engine engine, String deployment) {
    this.engine = engine;
    this.deployment = deployment;
  }

  /**
   * Finds them.
   *
   * @param found the containers that there are
   * @param image of a node; used when there are volumes and no containers
   * @return empty where nothing of the deployment has any
   */
  Optional<PreparedSecrets> find(List<Found> found, String image) {
    return found.stream()
        .filter(each -> each.is(Part.Role.NODE))
        .flatMap(each -> ofContainer(deployment + "-" + each.part()).stream())
        .findFirst()
        .or(() -> ofVolumes(image))
        .map(KeptSecrets::read);
  }

  /**
   * Keeps new ones before anything is made with them: else a deployment that stops half-way could
   * not go on.
   *
   * @param secrets to keep
   * @param image of a node
   */
  void keep(PreparedSecrets secrets, String image) {
    JsonObject body =
        reader().keeps(VolumeName.data(deployment, NodeParts.FIRST), NodeParts.DATA).json();
    withReader(
        body.put("Image", image),
        name -> {
          engine.upload(name, NodeParts.DATA, NodeParts.secretsFile(secrets).bytes());
          return null;
        });
  }

  private Optional<String> ofContainer(String name) {
    return engine.readFile(name, NodeParts.DATA + "/" + PreparedSecrets.FILE);
  }

  /** What destroy has kept: Docker reads a volume by way of a container, which need not run. */
  private Optional<String> ofVolumes(String image) {
    return engine.volumes(Found.DEPLOYMENT + "=" + deployment).stream()
        .map(each -> each.getString("Name"))
        .filter(name -> name.matches(".*-node-\\d+-data"))
        .flatMap(volume -> ofVolume(volume, image).stream())
        .findFirst();
  }

  private Optional<String> ofVolume(String volume, String image) {
    JsonObject body = reader().keeps(volume, NodeParts.DATA).json();
    return withReader(body.put("Image", image), this::ofContainer);
  }

  private static ContainerBody reader() {
    return new ContainerBody(READER_MEGABYTES, 1);
  }

  private <T> T withReader(JsonObject body, Function<String, T> action) {
    String reader = deployment + "-reader";
    engine.remove(reader);
    engine.create(reader, body);
    try {
      return action.apply(reader);
    } finally {
      engine.remove(reader);
    }
  }

  private static PreparedSecrets read(String json) {
    try {
      return PreparedSecrets.of(json);
    } catch (IllegalArgumentException e) {
      throw DeployException.failed(
          PreparedSecrets.FILE + " in a node's volume is not a secrets file of Otter");
    }
  }
}
