package dev.otter.turn.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What the API server says of a pod, as far as relays need it.
 *
 * @param name the pod's
 * @param relay the label that names the relay; empty on one that has none
 * @param uid tells it from another pod of the same name
 * @param image what it runs; empty where that is not said
 * @param phase as Kubernetes names it
 * @param podIp where it listens; empty while it has no address
 * @param machine the name of the machine that it is on; empty while it has none
 * @param deleting whether it is being deleted
 * @param running whether its server runs
 * @param trouble why it does not come up, or how it ended, in words; empty where all is well
 * @param hopeless whether that does not pass by itself
 */
record PodStatus(
    String name,
    String relay,
    String uid,
    String image,
    String phase,
    Optional<String> podIp,
    Optional<String> machine,
    boolean deleting,
    boolean running,
    String trouble,
    boolean hopeless) {

  private static final List<String> HOPELESS =
      List.of("ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "CreateContainerError");

  /** Reads a pod; what is not there is left empty. */
  static PodStatus of(JsonObject pod) {
    JsonObject metadata = pod.getJsonObject("metadata", new JsonObject());
    JsonObject spec = pod.getJsonObject("spec", new JsonObject());
    JsonObject status = pod.getJsonObject("status", new JsonObject());
    String phase = status.getString("phase", "");
    JsonObject state =
        first(status.getJsonArray("containerStatuses")).getJsonObject("state", new JsonObject());
    JsonObject waiting = state.getJsonObject("waiting", new JsonObject());
    JsonObject terminated = state.getJsonObject("terminated");
    boolean over = phase.equals("Failed") || phase.equals("Succeeded") || terminated != null;
    return new PodStatus(
        metadata.getString("name", ""),
        metadata.getJsonObject("labels", new JsonObject()).getString(RelayPod.RELAY, ""),
        metadata.getString("uid", ""),
        first(spec.getJsonArray("containers")).getString("image", ""),
        phase,
        Optional.ofNullable(status.getString("podIP")),
        Optional.ofNullable(spec.getString("nodeName")),
        metadata.containsKey("deletionTimestamp"),
        state.containsKey("running") && !over,
        over ? ended(status, terminated) : waits(status, waiting),
        over || HOPELESS.contains(waiting.getString("reason", "")));
  }

  /** Whether it has ended and will not run again. */
  boolean over() {
    return hopeless && !running;
  }

  private static String ended(JsonObject status, JsonObject terminated) {
    if (terminated == null) {
      return text(status.getString("reason", "it ended"), status.getString("message", ""));
    }
    return text(
        "exit code " + terminated.getInteger("exitCode"), terminated.getString("reason", ""));
  }

  private static String waits(JsonObject status, JsonObject waiting) {
    if (waiting.containsKey("reason")) {
      return text(waiting.getString("reason"), waiting.getString("message", ""));
    }
    return status.getJsonArray("conditions", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(each -> "False".equals(each.getString("status")))
        .filter(each -> "PodScheduled".equals(each.getString("type")))
        .map(each -> text(each.getString("reason", ""), each.getString("message", "")))
        .findFirst()
        .orElse("");
  }

  private static String text(String reason, String message) {
    return message.isEmpty() ? reason : reason + ": " + message;
  }

  private static JsonObject first(JsonArray all) {
    return all == null || all.isEmpty() ? new JsonObject() : all.getJsonObject(0);
  }
}
