package dev.otter.relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own with real relays is killed with SIGKILL, and started again. */
class CrashedNodeIT {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<String, String> TWO_RELAYS =
      Map.of("OTTER_TURN_DRIVER", "process", "OTTER_TURN_RELAYS", "2");

  @TempDir private Path directory;

  private final List<ProcessHandle> relays = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    relays.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void itsRelaysGoOnAreAdoptedOrRemovedAndNeverDoubled() throws Exception {
    Set<String> before;
    try (ProcessNode node = ProcessNode.startSingle(directory, TWO_RELAYS)) {
      before = untilTwoReady(node.awaitRunning());
      before.forEach(id -> relays.add(process(id)));
      node.kill();
      node.awaitExit();
    }
    assertThat(relays).hasSize(2).allMatch(ProcessHandle::isAlive);
    List<String> ids = List.copyOf(before);
    ProcessHandle survivor = process(ids.get(0));
    ProcessHandle victim = process(ids.get(1));
    victim.destroyForcibly();
    victim.onExit().join();

    try (ProcessNode node = ProcessNode.startSingle(directory, TWO_RELAYS)) {
      Set<String> after = untilTwoReady(node.awaitRunning());
      after.forEach(id -> relays.add(process(id)));

      assertThat(after).contains(ids.get(0)).doesNotContain(ids.get(1));
      assertThat(process(ids.get(0)).pid()).isEqualTo(survivor.pid());
      assertThat(kept()).isEqualTo(after);
      node.terminate();
      assertThat(node.awaitExit()).isIn(0, 143);
    }
    Eventually.within(
        Duration.ofSeconds(60),
        "no relay is left",
        () -> relays.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(kept()).isEmpty();
  }

  private Set<String> untilTwoReady(URI page) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    JsonArray all = new JsonArray();
    while (System.nanoTime() < end) {
      all = instances(page);
      Set<String> ready =
          all.stream()
              .map(JsonObject.class::cast)
              .filter(each -> each.getString("state").equals("ready"))
              .map(each -> each.getString("id"))
              .collect(Collectors.toSet());
      if (ready.size() == 2 && all.size() == 2) {
        return ready;
      }
    }
    throw new AssertionError("not two ready: " + all);
  }

  private static JsonArray instances(URI page) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve("/v1/turn/instances"))
            .header("Authorization", "Bearer " + TestNode.API_KEY)
            .build();
    return new JsonObject(CLIENT.send(request, BodyHandlers.ofString()).body())
        .getJsonArray("instances");
  }

  /** The relays whose directories are there. */
  private Set<String> kept() throws IOException {
    try (var files = Files.list(relaysDirectory())) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(name -> name.startsWith("relay-"))
          .collect(Collectors.toSet());
    }
  }

  private ProcessHandle process(String id) {
    try {
      String pid = Files.readString(relaysDirectory().resolve(id).resolve("pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path relaysDirectory() {
    return directory.resolve("otter-data").resolve("relays");
  }
}
