package dev.otter.deploy.docker;

import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import dev.otter.deploy.Deployed;
import dev.otter.deploy.FrontDoor;
import dev.otter.deploy.Undertaking;
import dev.otter.secrets.PreparedSecrets;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings up a cluster as containers of one Docker engine: compares first, and names the steps.
 * Blocking.
 */
final class DockerUndertaking implements Undertaking {

  private final Engine engine;
  private final DockerSettings settings;
  private PreparedSecrets secrets;
  private boolean keyIsKept;

  DockerUndertaking(Engine engine, DockerSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  @Override
  public List<DeployStep> plan() {
    engine.ping();
    List<DeployStep> steps = new ArrayList<>();
    Map<String, Optional<String>> images = images(steps);
    steps.add(new DeployNetwork(engine, settings).step());
    Map<String, Found> found = found();
    secrets(steps, List.copyOf(found.values()));
    NodeParts nodeParts = new NodeParts(settings, secrets);
    PartSteps parts = new PartSteps(engine, settings.name(), nodeParts);
    PartsPlan plan = new PartsPlan(parts, images, found);
    if (settings.database().isOwn()) {
      plan.add(DatabasePart.of(settings, secrets));
    }
    if (settings.relays().gateway()) {
      // The nodes reach nobody outside without it.
      plan.add(RouterPart.of(settings));
    }
    new RelayParts(settings, secrets).all().forEach(plan::add);
    plan.addNodes(nodeParts.all());
    plan.add(BalancerPart.of(settings));
    steps.addAll(plan.steps());
    return steps;
  }

  @Override
  public Optional<String> newApiKey() {
    return keyIsKept ? secrets.newApiKey() : Optional.empty();
  }

  @Override
  public Deployed outcome() {
    FrontDoor door =
        new FrontDoor(address(), "the load balancer", settings.tls().map(BalancerTls::chain));
    door.untilOpen();
    return new Deployed(
        URI.create(settings.publicUrl().toString().replaceAll("/*$", "/")),
        secrets.newApiKey(),
        secrets.newApiKey().map(door::firstLink),
        Optional.empty());
  }

  /** Where the load balancer is for this machine: its own port, or that of the engine's machine. */
  private URI address() {
    String host = engine.config().tcp().map(at -> at.host()).orElseGet(settings::reachableAt);
    String scheme = settings.tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://" + host + ":" + settings.port());
  }

  private void secrets(List<DeployStep> steps, List<Found> found) {
    KeptSecrets kept = new KeptSecrets(engine, settings.name());
    String image = settings.images().node();
    Optional<PreparedSecrets> there = kept.find(found, image);
    secrets = there.orElseGet(PreparedSecrets::fresh);
    if (there.isEmpty()) {
      steps.add(
          new DeployStep(
              Change.CREATE,
              "secrets",
              "kept in the volumes of the nodes",
              () -> {
                kept.keep(secrets, image);
                keyIsKept = true;
              }));
    }
  }

  /** All images must be here before anything is changed. */
  private Map<String, Optional<String>> images(List<DeployStep> steps) {
    DockerSettings.Images wanted = settings.images();
    Map<String, String> options = new LinkedHashMap<>();
    options.put(wanted.node(), "--image");
    if (settings.relays().gateway()) {
      options.put(wanted.router(), "--router-image");
    }
    if (settings.relays().place() != RelayPlace.NODES && settings.relays().count() > 0) {
      options.put(wanted.relay(), "--relay-image");
    }
    if (settings.database().isOwn()) {
      options.put(wanted.database(), "--database-image");
    }
    options.put(wanted.balancer(), "--balancer-image");
    Map<String, Optional<String>> ids = new LinkedHashMap<>();
    options.forEach(
        (image, option) -> {
          Optional<String> id = engine.imageId(image);
          ids.put(image, id);
          if (id.isEmpty()) {
            steps.add(pull(image, option));
          }
        });
    return ids;
  }

  /** A short name would be asked of Docker's public registry, where anybody may own it. */
  private DeployStep pull(String image, String option) {
    if (!image.contains("/")) {
      throw DeployException.failed(
          "there is no image "
              + image
              + " in this Docker engine, and a name without a slash is not pulled: make it with"
              + " make images, or name another one with "
              + option);
    }
    return new DeployStep(Change.CREATE, "image", image + ": pulled", () -> engine.pull(image));
  }

  private Map<String, Found> found() {
    Map<String, Found> all = new LinkedHashMap<>();
    engine.containers(Found.DEPLOYMENT + "=" + settings.name()).stream()
        .map(Found::of)
        .forEach(each -> all.put(each.part(), each));
    return all;
  }
}
