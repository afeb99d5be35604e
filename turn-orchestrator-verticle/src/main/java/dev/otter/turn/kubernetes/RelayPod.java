package dev.otter.turn.kubernetes;

import dev.otter.contract.config.KubernetesConfig;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.relay.RelayId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The pod of a relay as the API server is asked for it: another user than root, nothing writable
 * but a small directory in memory, no capability and no way to get one, no token, and limits on
 * memory, CPU and disk. The server's own address is the only thing on its command line: all else is
 * in a secret, which is there when the pod has a machine, and goes with the pod.
 *
 * @param config network and label
 * @param image what it runs
 * @param slot its ports, the same in each pod
 */
record RelayPod(KubernetesConfig config, String image, Slot slot) {

  /** The label that names the relay. */
  static final String RELAY = "otter.dev/relay";

  /** The label that names the Otter cluster. */
  static final String INSTANCE = "otter.dev/instance";

  /** Where the settings are. */
  static final String SETTINGS = "/etc/otter";

  /** The file with the settings, and their key in the secret. */
  static final String FILE = "turnserver.conf";

  /** Where the server may write. */
  static final String WORK = "/var/lib/otter";

  /** So long a pod has to end by itself. */
  static final int GRACE_SECONDS = 10;

  /** A machine that is gone has the relays elsewhere soon: probes have noticed long before. */
  private static final int TOLERATED_SECONDS = 30;

  private static final int USER = 65_534;
  private static final String ADDRESS = "POD_IP";
  private static final String NAME = "turnserver";

  /** What finds the relays of this Otter cluster. */
  static String selector(KubernetesConfig config) {
    return INSTANCE + "=" + config.instance();
  }

  /** The labels of what belongs to a relay. */
  static JsonObject labels(KubernetesConfig config, RelayId id) {
    return new JsonObject()
        .put("app.kubernetes.io/name", "otter-relay")
        .put("app.kubernetes.io/managed-by", "otter")
        .put(INSTANCE, config.instance())
        .put(RELAY, id.value());
  }

  /** The body of the call that makes the pod. */
  JsonObject body(RelayId id) {
    return new JsonObject()
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("metadata", new JsonObject().put("name", id.value()).put("labels", labels(config, id)))
        .put("spec", spec(id));
  }

  private JsonObject spec(RelayId id) {
    return new JsonObject()
        .put("restartPolicy", "Never")
        .put("terminationGracePeriodSeconds", GRACE_SECONDS)
        .put("automountServiceAccountToken", false)
        .put("enableServiceLinks", false)
        .put("hostNetwork", config.hostNetwork())
        .put(
            "securityContext",
            new JsonObject()
                .put("runAsNonRoot", true)
                .put("runAsUser", USER)
                .put("runAsGroup", USER)
                .put("fsGroup", USER)
                .put("seccompProfile", new JsonObject().put("type", "RuntimeDefault")))
        .put(
            "tolerations",
            new JsonArray()
                .add(toleration("node.kubernetes.io/not-ready"))
                .add(toleration("node.kubernetes.io/unreachable")))
        .put("topologySpreadConstraints", new JsonArray().add(spread()))
        .put("volumes", volumes(id))
        .put("containers", new JsonArray().add(container()));
  }

  private JsonObject container() {
    return new JsonObject()
        .put("name", NAME)
        .put("image", image)
        .put("command", new JsonArray().add(NAME))
        .put("args", arguments())
        .put("env", new JsonArray().add(address()))
        .put("ports", new JsonArray().add(port("UDP")).add(port("TCP")))
        .put(
            "securityContext",
            new JsonObject()
                .put("allowPrivilegeEscalation", false)
                .put("readOnlyRootFilesystem", true)
                .put("capabilities", new JsonObject().put("drop", new JsonArray().add("ALL"))))
        .put(
            "resources",
            new JsonObject()
                .put("requests", resources("100m", "64Mi", "16Mi"))
                .put("limits", resources("1", "256Mi", "64Mi")))
        .put(
            "volumeMounts",
            new JsonArray()
                .add(mount("settings", SETTINGS).put("readOnly", true))
                .add(mount("work", WORK)));
  }

  private static JsonArray arguments() {
    JsonArray arguments = new JsonArray().add("-c").add(SETTINGS + "/" + FILE);
    CoturnSettings.addressArguments("$(" + ADDRESS + ")").forEach(arguments::add);
    return arguments;
  }

  private static JsonObject address() {
    return new JsonObject()
        .put("name", ADDRESS)
        .put(
            "valueFrom",
            new JsonObject().put("fieldRef", new JsonObject().put("fieldPath", "status.podIP")));
  }

  /** On a machine's network a port is the machine's: then one relay is on it, and no more. */
  private JsonObject port(String protocol) {
    JsonObject port =
        new JsonObject().put("containerPort", slot.listeningPort()).put("protocol", protocol);
    return config.hostNetwork() ? port.put("hostPort", slot.listeningPort()) : port;
  }

  private static JsonObject resources(String cpu, String memory, String disk) {
    return new JsonObject().put("cpu", cpu).put("memory", memory).put("ephemeral-storage", disk);
  }

  private static JsonObject mount(String volume, String path) {
    return new JsonObject().put("name", volume).put("mountPath", path);
  }

  private static JsonArray volumes(RelayId id) {
    JsonArray items = new JsonArray();
    for (String file : List.of(FILE, CoturnSettings.CERTIFICATE, CoturnSettings.KEY)) {
      items.add(new JsonObject().put("key", file).put("path", file));
    }
    return new JsonArray()
        .add(
            new JsonObject()
                .put("name", "settings")
                .put(
                    "secret",
                    new JsonObject()
                        .put("secretName", id.value())
                        .put("defaultMode", 0440)
                        .put("items", items)))
        .add(
            new JsonObject()
                .put("name", "work")
                .put(
                    "emptyDir", new JsonObject().put("medium", "Memory").put("sizeLimit", "16Mi")));
  }

  private static JsonObject toleration(String key) {
    return new JsonObject()
        .put("key", key)
        .put("operator", "Exists")
        .put("effect", "NoExecute")
        .put("tolerationSeconds", TOLERATED_SECONDS);
  }

  private JsonObject spread() {
    return new JsonObject()
        .put("maxSkew", 1)
        .put("topologyKey", "kubernetes.io/hostname")
        .put("whenUnsatisfiable", "ScheduleAnyway")
        .put(
            "labelSelector",
            new JsonObject().put("matchLabels", new JsonObject().put(INSTANCE, config.instance())));
  }
}
