package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Takes away all that a deployment has, in both namespaces and outside of them. Blocking. */
final class KubernetesRemoval {

  /** Nodes send their clients away, and a namespace is emptied by Kubernetes. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Kinds that have no data, in the order in which they go when the namespace stays. */
  private static final List<ApiKind> WITHOUT_DATA =
      List.of(
          ApiKind.BUDGET,
          ApiKind.NETWORK_POLICY,
          ApiKind.SERVICE,
          ApiKind.CONFIG_MAP,
          ApiKind.SERVICE_ACCOUNT);

  private final ApiClient api;
  private final String namespace;
  private final String relays;
  private final String label;
  private final List<DeployStep> steps = new ArrayList<>();

  KubernetesRemoval(ApiClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
    this.relays = namespace + "-relays";
    this.label = WantedObjects.DEPLOYMENT + "=" + namespace;
  }

  /**
   * What must be done.
   *
   * @param keepData whether secrets and volumes stay, and the namespace that they are in
   */
  List<DeployStep> steps(boolean keepData) {
    api.ping();
    List<String> namespaces =
        api.listMetadata(ApiKind.NAMESPACE.path(""), label).stream().map(this::name).toList();
    if (namespaces.contains(namespace)) {
      nodes();
    }
    if (namespaces.contains(relays)) {
      relays();
    }
    for (ApiKind kind : List.of(ApiKind.CLUSTER_ROLE_BINDING, ApiKind.CLUSTER_ROLE)) {
      each(kind, "", label);
    }
    if (namespaces.contains(namespace) && keepData) {
      WITHOUT_DATA.forEach(kind -> each(kind, namespace, label));
    } else if (namespaces.contains(namespace)) {
      each(ApiKind.CLAIM, namespace, KubernetesStatus.NODES);
      each(ApiKind.SECRET, namespace, label);
      remove(ApiKind.NAMESPACE, "", namespace);
    }
    return steps;
  }

  /** Before the relays, which they would launch again. */
  private void nodes() {
    String path = ApiKind.STATEFUL_SET.path(namespace, WantedObjects.NAME);
    if (api.metadata(path).isEmpty() && pods(namespace, KubernetesStatus.NODES).isEmpty()) {
      return;
    }
    add(
        "nodes",
        namespace + "/" + WantedObjects.NAME,
        () -> {
          api.delete(path);
          until("the nodes", () -> pods(namespace, KubernetesStatus.NODES).isEmpty());
        });
  }

  private void relays() {
    pods(relays, KubernetesStatus.RELAYS).forEach(pod -> remove(ApiKind.POD, relays, name(pod)));
    remove(ApiKind.NAMESPACE, "", relays);
  }

  private void each(ApiKind kind, String of, String selector) {
    api.listMetadata(kind.path(of), selector).forEach(object -> remove(kind, of, name(object)));
  }

  private void remove(ApiKind kind, String of, String name) {
    String path = kind.path(of, name);
    add(
        kind.text(),
        of.isEmpty() ? name : of + "/" + name,
        () -> {
          api.delete(path);
          until(kind.text() + " " + name, () -> api.metadata(path).isEmpty());
        });
  }

  private void add(String part, String what, Runnable action) {
    steps.add(new DeployStep(Change.REMOVE, part, what, action));
  }

  private List<JsonNode> pods(String of, String selector) {
    return api.listMetadata(ApiKind.POD.path(of), selector);
  }

  private String name(JsonNode metadata) {
    return metadata.path("name").asText();
  }

  private static void until(String what, BooleanSupplier gone) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!gone.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw DeployException.failed(
            what + ": still there after " + BOUND.toMinutes() + " min; say the same again later");
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }
}
