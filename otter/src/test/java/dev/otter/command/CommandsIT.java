package dev.otter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.testing.Eventually;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.testing.WebhookReceiver;
import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside running a node, as a script sees them: what they print, and how they end. */
class CommandsIT {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path directory;
  private int count;

  /** How a command ended, and what it printed. */
  private record Ended(int code, String out, String err) {
    JsonNode json() throws IOException {
      return MAPPER.readTree(out);
    }
  }

  @Test
  void keysAreMadeListedRotatedAndRevoked() throws IOException {
    try (TestNode node = TestNode.start(directory.resolve("data"))) {
      Map<String, String> key = Map.of("OTTER_API_KEY", TestNode.API_KEY);
      String url = node.base().toString();

      Ended made = run(key, "keys", "create", "my backend", "--scope", "rooms:write", "--url", url);
      assertThat(made.code()).isZero();
      String text = made.out().strip();
      assertThat(text).matches("otter_\\w+_\\w+");
      String id = text.split("_")[1];
      assertThat(
              node.api()
                  .send("POST", "/v1/rooms", "{}", "Authorization", "Bearer " + text)
                  .status())
          .isEqualTo(201);

      Path file = Files.writeString(directory.resolve("key"), TestNode.API_KEY + "\n");
      Ended listed =
          run(Map.of(), "keys", "list", "--json", "--url", url, "--key-file", file.toString());
      assertThat(listed.code()).isZero();
      assertThat(listed.json().get("keys").findValuesAsText("id")).contains(id, "testing");

      Ended rotated = run(key, "keys", "rotate", id, "--overlap", "60", "--json", "--url", url);
      assertThat(rotated.json().get("key").asText()).startsWith("otter_");
      Ended revoked = run(key, "keys", "revoke", id, "--url", url);
      assertThat(revoked.code()).isZero();
      assertThat(revoked.out()).contains(id, "revoked 2", "my backend");

      assertThat(run(key, "keys", "revoke", "nobodys", "--url", url).code()).isEqualTo(4);
      Ended refused = run(Map.of("OTTER_API_KEY", text), "keys", "list", "--url", url);
      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).contains("this API key is not known here").doesNotContain(text);
    }
  }

  @Test
  void roomsAreMadeListedShownAndEnded() throws IOException {
    try (TestNode node = TestNode.start(directory.resolve("data"))) {
      Map<String, String> key = Map.of("OTTER_API_KEY", TestNode.API_KEY);
      String url = node.base().toString();

      Ended made = run(key, "rooms", "create", "stand up", "--max", "4", "--url", url);
      assertThat(made.code()).as(made.err()).isZero();
      assertThat(made.out()).startsWith(url + "/otter-meet/stand%20up?token=");
      JsonNode room = run(key, "rooms", "show", "stand up", "--json", "--url", url).json();
      assertThat(room.get("maxParticipants").asInt()).isEqualTo(4);
      String id = room.get("roomId").asText();
      Ended token =
          run(
              key,
              "rooms",
              "token",
              id,
              "alice",
              "--role",
              "host",
              "--grant",
              "audio,data",
              "--ttl",
              "600",
              "--url",
              url);
      assertThat(token.code()).as(token.err()).isZero();
      String link = token.out().strip();
      TestRoom asAlice = new TestRoom(id, link.substring(link.indexOf("token=") + 6));
      try (V1Client alice = V1Client.join(node.base(), asAlice)) {
        assertThat(run(key, "rooms", "participants", id, "--url", url).out())
            .contains(alice.id(), "live", "host", "\"alice\"");
        assertThat(run(key, "rooms", "list", "--status", "occupied", "--url", url).out())
            .contains(id, "1/4 in", "\"stand up\"");
        assertThat(run(key, "rooms", "put-out", id, alice.id(), "--url", url).code()).isZero();
        assertThat(alice.refused().code()).isEqualTo(4403);
      }
      assertThat(run(key, "rooms", "put-out", id, "nobody", "--url", url).code()).isEqualTo(4);
      assertThat(run(key, "rooms", "end", id, "--url", url).code()).isZero();
      Ended why = run(key, "rooms", "why", id, "--url", url);
      assertThat(why.code()).isZero();
      assertThat(why.out()).startsWith(id + "  ").contains("room-created", "participant-left");
      JsonNode call = run(key, "rooms", "why", id, "--json", "--url", url).json();
      assertThat(call.get("roomId").asText()).isEqualTo(id);
      assertThat(run(key, "rooms", "why", "no such room", "--url", url).code()).isEqualTo(4);
      Ended closed = run(key, "rooms", "list", "--status", "closed", "--json", "--url", url);
      assertThat(closed.json().at("/rooms/0/roomId").asText()).isEqualTo(id);
      assertThat(run(key, "rooms", "show", "no such room", "--url", url).code()).isEqualTo(4);
    }
  }

  @Test
  void webhooksAreMadeListedTriedAndDeleted() {
    try (TestNode node =
            TestNode.start(
                directory.resolve("data"), "OTTER_WEBHOOKS_ALLOWED_TARGETS", "127.0.0.1");
        WebhookReceiver receiver = new WebhookReceiver()) {
      Map<String, String> key = Map.of("OTTER_API_KEY", TestNode.API_KEY);
      String url = node.base().toString();

      Ended made = run(key, "webhooks", "create", receiver.url("/hook"), "--url", url);
      assertThat(made.code()).as(made.err()).isZero();
      assertThat(made.out().strip()).matches("wh_\\w+  whsec_\\S+");
      String id = made.out().split(" ")[0];
      assertThat(run(key, "webhooks", "list", "--url", url).out())
          .contains(id, "0 dead", receiver.url("/hook"))
          .doesNotContain("whsec_");
      Ended ping = run(key, "webhooks", "ping", id, "--url", url);
      assertThat(ping.out()).isEqualTo("it was taken\n");
      receiver.answer(message -> 500);
      Ended failed = run(key, "webhooks", "ping", id, "--url", url);
      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.out()).contains("the receiver answered 500");
      assertThat(run(key, "webhooks", "redeliver", id, "--url", url).out())
          .contains("0 are sent again");
      assertThat(run(key, "webhooks", "delete", id, "--url", url).code()).isZero();
      assertThat(run(key, "webhooks", "delete", id, "--url", url).code()).isEqualTo(4);
    }
  }

  @Test
  void nodesAreListedAndTheOnlyOneIsNotEmptied() throws IOException {
    try (TestNode node = TestNode.start(directory.resolve("data"))) {
      Map<String, String> key = Map.of("OTTER_API_KEY", TestNode.API_KEY);
      String url = node.base().toString();

      String id =
          run(key, "nodes", "list", "--json", "--url", url).json().at("/nodes/0/nodeId").asText();
      assertThat(run(key, "nodes", "list", "--url", url).out())
          .contains(id, "ready", "0 connections", "auth,rooms");
      Ended refused = run(key, "nodes", "drain", id, "--url", url);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("no other node is ready");
      assertThat(run(key, "nodes", "undrain", "nobody", "--url", url).code()).isEqualTo(4);
    }
  }

  @Test
  void turnServersAreListedDrainedAndRemoved() throws IOException {
    Map<String, String> key = Map.of("OTTER_API_KEY", TestNode.API_KEY);
    try (TestNode node =
        TestNode.start(
            directory.resolve("data"), "OTTER_TURN_DRIVER", "process", "OTTER_TURN_RELAYS", "2")) {
      String url = node.base().toString();
      List<String> ids = readyRelays(key, url);
      String id = ids.get(0);

      // The allocations of its self-test are counted until the node looks again.
      Eventually.within(
          Duration.ofSeconds(90),
          "nobody relays by it",
          () -> run(key, "turn", "list", "--url", url).out().contains("0 rooms, 0 allocations"));
      assertThat(run(key, "turn", "list", "--url", url).out())
          .contains(
              id + "  ready     127.0.0.1:",
              " (this node is for this machine only)  process on ",
              "0 rooms, 0 allocations, 0 bit/s  since 2",
              ": passed its self-test");
      Map<String, String> ofTheNode =
          Map.of("OTTER_API_KEY", TestNode.API_KEY, "OTTER_HTTP_PORT", "" + node.base().getPort());
      assertThat(run(ofTheNode, "doctor").out())
          .containsPattern("ok +turn +" + id + "  ready     127.0.0.1:");
      Ended drained = run(key, "turn", "drain", id, "--json", "--url", url);
      assertThat(drained.code()).isZero();
      assertThat(drained.json().get("state").asText()).isEqualTo("draining");
      // The drained one is kept for ten seconds only, which a busy machine takes for a command.
      String other = ids.get(1);
      assertThat(run(key, "turn", "remove", other, "--url", url).out())
          .startsWith(other + "  stopping");
      assertThat(run(key, "turn", "remove", "nobody", "--url", url).code()).isEqualTo(4);
    }
  }

  private List<String> readyRelays(Map<String, String> key, String url) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < end) {
      JsonNode all = run(key, "turn", "list", "--json", "--url", url).json().at("/instances");
      if (all.findValuesAsText("state").equals(List.of("ready", "ready"))) {
        return all.findValuesAsText("id");
      }
    }
    throw new AssertionError("there are not two TURN servers ready");
  }

  @Test
  void aCommandThatCannotReachItsNodeOrHasNoKeySaysSo() {
    String nowhere = "http://127.0.0.1:" + FreePorts.next();
    Map<String, String> key = Map.of("OTTER_API_KEY", TestNode.API_KEY);

    Ended unreachable = run(key, "keys", "list", "--url", nowhere);
    assertThat(unreachable.code()).isEqualTo(5);
    assertThat(unreachable.err()).contains("no node answers at " + nowhere);
    Ended keyless = run(Map.of(), "keys", "list", "--url", nowhere);
    assertThat(keyless.code()).isEqualTo(2);
    assertThat(keyless.err()).contains("set OTTER_API_KEY");
  }

  @Test
  void helpNamesTheCommandsAndConfigShowsWhereEachValueComesFrom() {
    assertThat(run(Map.of(), "--help").out())
        .contains("run", "keys", "rooms", "webhooks", "nodes", "turn", "config", "doctor");
    Ended shown =
        run(
            Map.of(
                "OTTER_STORE_URL", "jdbc:postgresql://db/otter",
                "OTTER_STORE_PASSWORD", "hunter2hunter2"),
            "config",
            "show");
    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .contains(
            "store.url: jdbc:postgresql://db/otter  # environment OTTER_STORE_URL",
            "store.password: \"********\"  # environment OTTER_STORE_PASSWORD")
        .doesNotContain("hunter2");
    assertThat(run(Map.of("OTTER_HTTP_PORT", "x"), "config", "show").code()).isEqualTo(2);
  }

  @Test
  void theDoctorFindsNothingWrongBesideARunningNode() {
    try (TestNode node = TestNode.start(directory.resolve("data"))) {
      Ended well =
          run(
              Map.of(
                  "OTTER_HTTP_PORT", String.valueOf(node.base().getPort()),
                  "OTTER_DATA_DIR", directory.resolve("data").toString()),
              "doctor");

      assertThat(well.code()).as(well.out()).isZero();
      assertThat(well.out())
          .contains("is used by a running node of Otter", "the embedded one is used by a running");
    }
  }

  @Test
  void theDoctorSaysWhomAServiceOfKubernetesLeadsTo() throws IOException {
    int port = FreePorts.next();
    Path names = Files.writeString(directory.resolve("names"), "127.0.0.1 localhost otter-cluster");
    Map<String, String> environment = new HashMap<>();
    environment.put("OTTER_HTTP_PORT", "0");
    environment.put("OTTER_CLUSTER_DISCOVERY", "kubernetes");
    environment.put("OTTER_CLUSTER_PORT", String.valueOf(port));
    environment.put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + names);

    assertThat(run(environment, "doctor", "-cluster").out())
        .contains("the member 127.0.0.1:" + port + " does not answer");
    environment.put("OTTER_CLUSTER_KUBERNETES_SERVICE", "another");
    Ended nowhere = run(environment, "doctor", "-cluster");
    assertThat(nowhere.code()).isNotZero();
    assertThat(nowhere.out()).contains("cluster.kubernetesService another leads to no pod");
  }

  @Test
  void theDoctorNamesWhatIsWrongAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = new HashMap<>();
      environment.put("OTTER_HTTP_HOST", "127.0.0.1");
      environment.put("OTTER_HTTP_PORT", String.valueOf(taken.getLocalPort()));
      environment.put(
          "OTTER_STORE_URL", "jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/otter");
      environment.put("OTTER_PUBLIC_URL", "https://127.0.0.9:" + taken.getLocalPort());
      environment.put("OTTER_CLUSTER_HOST", "192.0.2.1");
      environment.put("OTTER_CLUSTER_MEMBERS", "127.0.0.1:" + FreePorts.next());

      Ended ill = run(environment, "doctor", "-cluster", "--json");

      assertThat(ill.code()).isEqualTo(1);
      List<String> wrong = new java.util.ArrayList<>();
      ill.json()
          .get("findings")
          .forEach(
              each -> {
                if (each.get("level").asText().equals("wrong")) {
                  wrong.add(each.get("about").asText() + ": " + each.get("text").asText());
                }
              });
      assertThat(wrong)
          .anyMatch(text -> text.startsWith("http.port: ") && text.contains("choose another"))
          .anyMatch(text -> text.startsWith("store: ") && text.contains("see store.url"))
          .anyMatch(text -> text.startsWith("cluster: ") && text.contains("no address of this"));
    }
  }

  private Ended run(Map<String, String> environment, String... args) {
    try (ProcessNode process =
        ProcessNode.start(directory.resolve("run" + count++), environment, args)) {
      return new Ended(process.awaitExit(), process.out(), process.err());
    }
  }
}
