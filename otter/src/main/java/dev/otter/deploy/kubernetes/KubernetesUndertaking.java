package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import dev.otter.deploy.Deployed;
import dev.otter.deploy.FrontDoor;
import dev.otter.deploy.Undertaking;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings up a cluster in Kubernetes: compares first, and names the steps. Blocking. */
final class KubernetesUndertaking implements Undertaking {

  private static final int HTTP_PORT = 8080;

  /** What others may have under the same name. */
  private static final Set<ApiKind> FOR_ALL =
      EnumSet.of(ApiKind.NAMESPACE, ApiKind.CLUSTER_ROLE, ApiKind.CLUSTER_ROLE_BINDING);

  private final ApiClient api;
  private final KubernetesSettings settings;
  private final SecretSteps secrets;
  private final List<ObjectNode> wanted;

  KubernetesUndertaking(ApiClient api, KubernetesSettings settings) {
    this.api = api;
    this.settings = settings;
    this.secrets = new SecretSteps(api, settings);
    this.wanted = new WantedObjects(settings).all();
  }

  @Override
  public List<DeployStep> plan() {
    api.ping();
    List<DeployStep> steps = new ArrayList<>();
    for (ApiKind kind : ApiKind.values()) {
      if (kind == ApiKind.SECRET) {
        steps.addAll(secrets.steps());
      }
      wanted.stream().filter(each -> ApiKind.of(each) == kind).map(this::step).forEach(steps::add);
    }
    Rollout rollout = new Rollout(api, settings.namespace());
    if (steps.stream().anyMatch(DeployStep::isWork) || !rollout.isDone()) {
      steps.add(
          new DeployStep(
              Change.WAIT,
              "nodes",
              "until all " + settings.nodes() + " serve",
              rollout::untilDone));
    }
    return steps;
  }

  @Override
  public Optional<String> newApiKey() {
    return secrets.newApiKey();
  }

  @Override
  public Optional<String> applied() {
    return Optional.of(WantedObjects.text(wanted));
  }

  @Override
  public Deployed outcome() {
    String node = WantedObjects.NAME + "-0";
    try (PortForward forward = PortForward.open(api, settings.namespace(), node, HTTP_PORT)) {
      FrontDoor door =
          new FrontDoor(
              URI.create("http://127.0.0.1:" + forward.port()), "node " + node, Optional.empty());
      untilOpen(door, forward);
      return new Deployed(
          URI.create(settings.publicUrl().toString().replaceAll("/*$", "/")),
          secrets.newApiKey(),
          secrets.newApiKey().map(door::firstLink),
          wayIn());
    }
  }

  private static void untilOpen(FrontDoor door, PortForward forward) {
    try {
      door.untilOpen();
    } catch (DeployException e) {
      throw forward.trouble().map(DeployException::failed).orElse(e);
    }
  }

  private Optional<String> wayIn() {
    return settings.isLocal()
        ? Optional.of(
            "kubectl -n "
                + settings.namespace()
                + " port-forward service/otter "
                + settings.port()
                + ":80")
        : Optional.empty();
  }

  private DeployStep step(ObjectNode object) {
    ApiKind kind = ApiKind.of(object);
    String namespace = object.at("/metadata/namespace").asText();
    String name = object.at("/metadata/name").asText();
    String path = kind.path(namespace, name);
    Optional<JsonNode> there = api.metadata(path);
    String part = kind == ApiKind.STATEFUL_SET ? "nodes" : kind.text();
    String what =
        kind == ApiKind.STATEFUL_SET
            ? settings.nodes() + " of " + settings.image()
            : (namespace.isEmpty() ? "" : namespace + "/") + name;
    if (there.isEmpty()) {
      return new DeployStep(Change.CREATE, part, what, () -> api.apply(path, object));
    }
    if (FOR_ALL.contains(kind)
        && !is(there.get(), "labels", WantedObjects.DEPLOYMENT, settings.namespace())) {
      throw DeployException.failed(
          "there is a "
              + kind.text()
              + " "
              + name
              + " that deploy has not made: choose another --namespace");
    }
    String digest = object.at("/metadata/annotations").path(WantedObjects.MADE_AS).asText();
    return is(there.get(), "annotations", WantedObjects.MADE_AS, digest)
        ? DeployStep.keep(part, what)
        : new DeployStep(Change.UPDATE, part, what, () -> api.apply(path, object));
  }

  private static boolean is(JsonNode metadata, String member, String key, String value) {
    return metadata.path(member).path(key).asText().equals(value);
  }
}
