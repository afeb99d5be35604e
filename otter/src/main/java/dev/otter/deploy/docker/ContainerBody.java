package dev.otter.deploy.docker;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Builds what the API wants of a container: nothing writable but its volumes, no capability and no
 * way to get one, limits on processes, memory and log, and started again when it ends by itself.
 */
final class ContainerBody {

  private static final int MOST_PROCESSES = 512;

  private final JsonObject body = new JsonObject();
  private final JsonArray mounts = new JsonArray();
  private final JsonObject host =
      new JsonObject()
          .put("ReadonlyRootfs", true)
          .put("CapDrop", new JsonArray().add("ALL"))
          .put("SecurityOpt", new JsonArray().add("no-new-privileges:true"))
          .put("PidsLimit", MOST_PROCESSES)
          .put("RestartPolicy", new JsonObject().put("Name", "unless-stopped"))
          .put("Mounts", mounts)
          .put(
              "LogConfig",
              new JsonObject()
                  .put("Type", "json-file")
                  .put("Config", new JsonObject().put("max-size", "10m").put("max-file", "3")));

  /**
   * Begins.
   *
   * @param megabytes how much memory it may have; no swap besides
   * @param stopSeconds how long it may take to end when it is told to
   */
  ContainerBody(int megabytes, int stopSeconds) {
    long bytes = (long) megabytes << 20;
    host.put("Memory", bytes).put("MemorySwap", bytes);
    body.put("StopTimeout", stopSeconds).put("HostConfig", host);
  }

  /** The user and group that it runs as. */
  ContainerBody user(int number) {
    body.put("User", number + ":" + number);
    return this;
  }

  /** What it runs, in the place of what its image says. */
  ContainerBody entrypoint(String program) {
    body.put("Entrypoint", new JsonArray().add(program));
    return this;
  }

  /** The signal that tells it to end, in the place of what its image says. */
  ContainerBody stopsBy(String signal) {
    body.put("StopSignal", signal);
    return this;
  }

  ContainerBody command(String... words) {
    body.put("Cmd", new JsonArray(List.of(words)));
    return this;
  }

  /** Variables that hold no secrets, as {@code NAME=value}. */
  ContainerBody environment(String... variables) {
    body.put("Env", new JsonArray(List.of(variables)));
    return this;
  }

  /** On the network of the engine's machine. */
  ContainerBody onHost() {
    host.put("NetworkMode", "host");
    return this;
  }

  /** On the deployment's network, at an address of its own. */
  ContainerBody on(String network, String address) {
    host.put("NetworkMode", network);
    JsonObject endpoint =
        new JsonObject().put("IPAMConfig", new JsonObject().put("IPv4Address", address));
    body.put(
        "NetworkingConfig",
        new JsonObject().put("EndpointsConfig", new JsonObject().put(network, endpoint)));
    return this;
  }

  /**
   * Lets a port be reached at the engine's machine.
   *
   * @param port as the container has it, with its protocol, such as {@code 8080/tcp}
   * @param bind the address of the machine
   * @param at the machine's port
   */
  ContainerBody published(String port, String bind, int at) {
    JsonObject binding = new JsonObject().put("HostIp", bind).put("HostPort", String.valueOf(at));
    in(body, "ExposedPorts").put(port, new JsonObject());
    in(host, "PortBindings").put(port, new JsonArray().add(binding));
    return this;
  }

  /**
   * Leads packets of others, in its own network only; as root, as Docker gives a capability to
   * nobody else. It has no other one.
   */
  ContainerBody routes() {
    host.put("CapAdd", new JsonArray().add("NET_ADMIN"));
    host.put("Sysctls", new JsonObject().put("net.ipv4.ip_forward", "1"));
    return user(0);
  }

  /**
   * Keeps a directory.
   *
   * @param volume its name, and the labels that it is made with
   * @param directory where the container sees it
   */
  ContainerBody keeps(VolumeName volume, String directory) {
    mounts.add(
        new JsonObject()
            .put("Type", "volume")
            .put("Source", volume.text())
            .put("Target", directory)
            .put("VolumeOptions", new JsonObject().put("Labels", volume.labels())));
    return this;
  }

  /** Sees a directory that is kept by a volume that there is. */
  ContainerBody keeps(String volume, String directory) {
    mounts.add(
        new JsonObject().put("Type", "volume").put("Source", volume).put("Target", directory));
    return this;
  }

  /** Has a directory in memory, gone with the container, where everybody may write. */
  ContainerBody temporary(String directory) {
    JsonObject all = host.getJsonObject("Tmpfs", new JsonObject());
    host.put("Tmpfs", all.put(directory, "rw,noexec,nosuid,nodev,mode=1777,size=67108864"));
    return this;
  }

  private static JsonObject in(JsonObject object, String key) {
    JsonObject there = object.getJsonObject(key, new JsonObject());
    object.put(key, there);
    return there;
  }

  JsonObject json() {
    return body;
  }
}
