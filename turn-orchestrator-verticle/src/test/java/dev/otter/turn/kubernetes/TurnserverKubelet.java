package dev.otter.turn.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the command of a pod as a process of this machine, with the secret's items as files, each
 * pod at a loopback address of its own, and says so to the API server.
 */
public final class TurnserverKubelet implements ApiServerStub.Kubelet, AutoCloseable {

  private static final AtomicInteger LAST_ADDRESS = new AtomicInteger(1);

  /** All pods have the same ports, so each run of tests has addresses of its own. */
  private static final String ADDRESSES =
      "127.%d.%d."
          .formatted(
              100 + ProcessHandle.current().pid() / 250 % 100, ProcessHandle.current().pid() % 250);

  private final ApiServerStub server;
  private final Path directory;
  private final Map<String, Process> running = new ConcurrentHashMap<>();

  /** Makes one whose pods have their files in a directory. */
  public TurnserverKubelet(ApiServerStub server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  @Override
  public void run(JsonObject pod, JsonObject secret) {
    String name = pod.getJsonObject("metadata").getString("name");
    String ip = ADDRESSES + LAST_ADDRESS.incrementAndGet();
    JsonObject spec = pod.getJsonObject("spec");
    JsonObject container = spec.getJsonArray("containers").getJsonObject(0);
    try {
      Path files = Files.createDirectories(directory.resolve(name).resolve("settings"));
      Path work = Files.createDirectories(directory.resolve(name).resolve("work"));
      JsonArray items =
          spec.getJsonArray("volumes")
              .getJsonObject(0)
              .getJsonObject("secret")
              .getJsonArray("items");
      for (Object each : items) {
        JsonObject item = (JsonObject) each;
        String encoded = secret.getJsonObject("data").getString(item.getString("key"));
        String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        Files.writeString(files.resolve(item.getString("path")), here(text, files, work, ip));
      }
      List<String> command = new ArrayList<>();
      container.getJsonArray("command").forEach(word -> command.add((String) word));
      container
          .getJsonArray("args")
          .forEach(
              word -> command.add(here(((String) word).replace("$(POD_IP)", ip), files, work, ip)));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(name).resolve("log").toFile());
      Process process = builder.start();
      running.put(name, process);
      CompletableFuture<Void> unused =
          process.onExit().thenAccept(ended -> status(name, ip, ended.exitValue()));
      server.status(
          name,
          "machine-1",
          new JsonObject()
              .put("phase", "Running")
              .put("podIP", ip)
              .put("containerStatuses", state("running", new JsonObject())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end(String pod) {
    Process process = running.remove(pod);
    if (process != null) {
      process.destroy();
    }
  }

  /** Kills the server of a pod. */
  public void kill(String pod) {
    running.get(pod).destroyForcibly();
  }

  @Override
  public void close() {
    running.values().forEach(Process::destroyForcibly);
  }

  private void status(String name, String ip, int exitCode) {
    server.status(
        name,
        "machine-1",
        new JsonObject()
            .put("phase", "Failed")
            .put("podIP", ip)
            .put(
                "containerStatuses",
                state("terminated", new JsonObject().put("exitCode", exitCode))));
  }

  /** The console of each pod has a loopback address of its own here too. */
  private static String here(String text, Path files, Path work, String ip) {
    return text.replace(RelayPod.SETTINGS, files.toString())
        .replace(RelayPod.WORK, work.toString())
        .replace("cli-ip=127.0.0.1", "cli-ip=" + ip);
  }

  private static JsonArray state(String name, JsonObject details) {
    return new JsonArray().add(new JsonObject().put("state", new JsonObject().put(name, details)));
  }
}
