package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.otter.deploy.DeployException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until all nodes serve, as they are wanted now. Blocking. */
final class Rollout {

  /** Nine nodes start, or are replaced, one after the other, and each must get its image. */
  private static final Duration BOUND = Duration.ofMinutes(15);

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** What does not become better by waiting. */
  private static final Set<String> FINAL =
      Set.of(
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError");

  private final ApiClient api;
  private final String namespace;

  Rollout(ApiClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /** Whether all nodes serve, and are those that are wanted. */
  boolean isDone() {
    JsonNode set =
        api.find(ApiKind.STATEFUL_SET.path(namespace, WantedObjects.NAME))
            .orElseGet(MissingNode::getInstance);
    int wanted = set.at("/spec/replicas").asInt(-1);
    JsonNode status = set.path("status");
    return status.path("observedGeneration").asLong()
            >= set.at("/metadata/generation").asLong(Long.MAX_VALUE)
        && status.path("readyReplicas").asInt() == wanted
        && status.path("updatedReplicas").asInt() == wanted
        && status.path("currentRevision").equals(status.path("updateRevision"));
  }

  /** Waits; throws when a node cannot start, or it takes too long. */
  void untilDone() {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!isDone()) {
      Optional<String> trouble = trouble(true);
      if (trouble.isPresent()) {
        throw DeployException.failed(trouble.get());
      }
      if (System.nanoTime() > end) {
        throw DeployException.failed(
            "the nodes do not serve after "
                + BOUND.toMinutes()
                + " min: "
                + trouble(false).orElse("kubectl -n " + namespace + " get pods says more"));
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }

  private Optional<String> trouble(boolean onlyFinal) {
    for (JsonNode pod : api.list(ApiKind.POD.path(namespace), KubernetesStatus.NODES)) {
      for (JsonNode container : pod.at("/status/containerStatuses")) {
        JsonNode waiting = container.at("/state/waiting");
        String reason = waiting.path("reason").asText();
        if (!reason.isEmpty() && (!onlyFinal || FINAL.contains(reason))) {
          return Optional.of(
              pod.at("/metadata/name").asText()
                  + " cannot start: "
                  + reason
                  + " "
                  + waiting.path("message").asText());
        }
      }
    }
    return Optional.empty();
  }
}
