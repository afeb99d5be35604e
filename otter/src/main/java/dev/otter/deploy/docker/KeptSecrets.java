package dev.otter.deploy.docker;

import dev.otter.deploy.DeployException;
import dev.otter.secrets.PreparedSecrets;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Where the secrets of a deployment are kept: each node has them in its volume. Blocking. */
final class KeptSecrets {

  private final Engine engine;
  private final String deployment;

  KeptSecrets(Engine engine, String deployment) {
    this.engine = engine;
    this.deployment = deployment;
  }

  /**
   * Finds them, or makes new ones, which are nowhere until a node is made with them.
   *
   * @param found the containers that there are
   * @param image of a node; used when there are volumes and no containers
   */
  PreparedSecrets find(List<Found> found, String image) {
    return found.stream()
        .filter(each -> each.is(Part.Role.NODE))
        .flatMap(each -> ofContainer(deployment + "-" + each.part()).stream())
        .findFirst()
        .or(() -> ofVolumes(image))
        .map(KeptSecrets::read)
        .orElseGet(PreparedSecrets::fresh);
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
    String reader = volume + "-reader";
    JsonObject body = new ContainerBody(64, 1).keeps(volume, NodeParts.DATA).json();
    engine.create(reader, body.put("Image", image));
    try {
      return ofContainer(reader);
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
