package dev.otter.deploy.docker;

import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes away all that has the label of a deployment, whatever it was made with. Blocking. */
final class Removal {

  private final Engine engine;
  private final String deployment;

  Removal(Engine engine, String deployment) {
    this.engine = engine;
    this.deployment = deployment;
  }

  /**
   * What must be done.
   *
   * @param keepData whether volumes with data stay
   */
  List<DeployStep> steps(boolean keepData) {
    engine.ping();
    String label = Found.DEPLOYMENT + "=" + deployment;
    List<DeployStep> steps = new ArrayList<>();
    engine.containers(label).stream()
        .map(Found::of)
        .sorted(Comparator.comparing(Removal::order))
        .forEach(each -> steps.add(container(each)));
    engine
        .network(deployment)
        .map(network -> network.getJsonObject("Labels", new JsonObject()))
        .filter(labels -> deployment.equals(labels.getString(Found.DEPLOYMENT)))
        .ifPresent(
            ours ->
                steps.add(
                    new DeployStep(
                        Change.REMOVE,
                        "network",
                        deployment,
                        () -> engine.removeNetwork(deployment))));
    for (JsonObject volume : engine.volumes(label)) {
      JsonObject labels = volume.getJsonObject("Labels");
      if (!keepData || !Boolean.parseBoolean(labels.getString(Found.DATA))) {
        String name = volume.getString("Name");
        steps.add(new DeployStep(Change.REMOVE, "volume", name, () -> engine.removeVolume(name)));
      }
    }
    return steps;
  }

  private DeployStep container(Found each) {
    String name = deployment + "-" + each.part();
    return new DeployStep(
        Change.REMOVE,
        each.part(),
        each.at(),
        () -> {
          if (each.is(Part.Role.DATABASE)) {
            engine.stop(name);
          }
          engine.remove(name);
        });
  }

  /** What leads to others goes before them, and what others need after them. */
  private static int order(Found each) {
    if (each.is(Part.Role.BALANCER)) {
      return 0;
    }
    boolean isNeeded = each.is(Part.Role.DATABASE) || each.is(Part.Role.ROUTER);
    return isNeeded ? 2 : 1;
  }
}
