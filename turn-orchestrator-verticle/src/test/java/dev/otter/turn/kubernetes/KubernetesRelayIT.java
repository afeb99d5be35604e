package dev.otter.turn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.coturn.CoturnConsole;
import dev.otter.turn.kubernetes.ApiServerStub.Asked;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real turnservers in the pods of a stub of an API server, over real TLS. */
@ExtendWith(VertxExtension.class)
class KubernetesRelayIT {

  private static final String PODS = "/api/v1/namespaces/calls/pods";

  /** Of all tests: a certificate takes its time. */
  @TempDir private static Path directory;

  private KubernetesScene scene;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    scene = new KubernetesScene(vertx, directory);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void aLaunchedPodPassesTheSelfTestAndGoesWithItsSecret() {
    RunningRelay relay = scene.launch();

    scene.on.call(() -> scene.test().run(relay.endpoint()));
    scene.on.call(() -> scene.driver.stop(relay.id()));

    assertThat(scene.server.podNames()).isEmpty();
    assertThat(scene.server.secretNames()).isEmpty();
    assertThat(scene.exits).isEmpty();
  }

  @Test
  void thePodIsAskedForAsWrittenDownAndShowsNoSecret() {
    scene.next(KubernetesScene.config("host", "127.0.0.1"), KubernetesScene.SECRET);
    RelayId id = RelayId.random();
    scene.on.call(() -> scene.driver.launch(id, null));

    Asked pod = scene.server.asked(each -> each.method().equals("POST")).get(0);
    Asked secret = scene.server.asked(each -> each.method().equals("POST")).get(1);
    assertThat(pod.path()).isEqualTo(PODS);
    assertThat(pod.body()).isEqualTo(expected("pod.json", id, ""));
    assertThat(pod.body().encode()).doesNotContain(KubernetesScene.SECRET);
    assertThat(secret.path()).isEqualTo("/api/v1/namespaces/calls/secrets");
    String uid = scene.server.pod(id.value()).getJsonObject("metadata").getString("uid");
    JsonObject body = secret.body().copy();
    String settings = decoded(((JsonObject) body.remove("data")).getString("turnserver.conf"));
    assertThat(body).isEqualTo(expected("secret.json", id, uid));
    assertThat(settings)
        .contains("static-auth-secret=" + KubernetesScene.SECRET, "cli-ip=127.0.0.1");
  }

  @Test
  void nothingIsAskedForThatTheListOfCallsLacks() {
    scene.server.machines.put("machine-1", machine("93.184.215.14"));
    RunningRelay relay = scene.launch();
    CoturnConsole console = new CoturnConsole(scene.on.vertx());
    scene.on.call(() -> console.sessions(relay.endpoint().console()));
    scene.kubelet.kill(relay.id().value());
    KubernetesScene.until(() -> !scene.exits.isEmpty());
    scene.next(KubernetesScene.config("host", null), KubernetesScene.SECRET);
    RelayId second = RelayId.random();
    scene.on.call(() -> scene.driver.launch(second, null));
    assertThat(scene.next(KubernetesScene.config("host", null), KubernetesScene.SECRET)).hasSize(1);
    scene.on.call(() -> scene.driver.stop(second));

    Set<String> asked =
        scene.server.asked(each -> true).stream()
            .map(KubernetesRelayIT::call)
            .collect(Collectors.toSet());
    Set<String> listed =
        List.of(KubernetesCall.values()).stream()
            // What some API servers ask for in the place of get.
            .filter(each -> each != KubernetesCall.OPEN_PORT_NEWER)
            .map(each -> each.verb() + " " + each.resource())
            .collect(Collectors.toSet());
    assertThat(asked).isEqualTo(listed);
  }

  @Test
  void aDeathIsToldWithTheLastWords() throws Exception {
    RunningRelay relay = scene.launch();

    scene.kubelet.kill(relay.id().value());

    assertThat(scene.exits.poll(60, TimeUnit.SECONDS))
        .isEqualTo(
            relay.id() + " its pod ended: exit code 137; last words: some words / LAST WORDS / ");
  }

  @Test
  void aPodThatSomebodyElseDeletesIsToldToo() throws Exception {
    RunningRelay relay = scene.launch();

    scene.server.delete(relay.id().value());

    assertThat(scene.exits.poll(60, TimeUnit.SECONDS))
        .isEqualTo(relay.id() + " its pod was deleted by somebody else");
  }

  @Test
  void anotherNodeTakesOverWhatRunsAndRemovesWhatIsLeft() {
    RunningRelay relay = scene.launch();
    scene.on.call(scene.driver::close);
    JsonObject pending = scene.server.pod(relay.id().value()).copy();
    pending
        .put("status", new JsonObject().put("phase", "Pending"))
        .getJsonObject("metadata")
        .put("name", "relay-half")
        .getJsonObject("labels")
        .put("otter.dev/relay", RelayId.random().value());
    scene.server.put(pending);
    JsonObject others = pending.copy();
    others
        .getJsonObject("metadata")
        .put("name", "of-others")
        .getJsonObject("labels")
        .put("otter.dev/instance", "not-otter");
    scene.server.put(others);

    List<RunningRelay> found =
        scene.next(KubernetesScene.config("pod", null), KubernetesScene.SECRET);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).id()).isEqualTo(relay.id());
    assertThat(found.get(0).current()).isTrue();
    scene.on.call(() -> scene.test().run(found.get(0).endpoint()));
    assertThat(scene.server.podNames()).containsExactlyInAnyOrder("of-others", relay.id().value());
    scene.kubelet.kill(relay.id().value());
    KubernetesScene.until(() -> !scene.exits.isEmpty());
  }

  @Test
  void aPodWithOtherSettingsIsTakenOverToBeDrained() {
    scene.launch();

    assertThat(scene.next(KubernetesScene.config("pod", null), "another-secret-than-before"))
        .singleElement()
        .matches(relay -> !relay.current());
  }

  @Test
  void aPodOfANodeThatDidNotKnowBetterIsRemoved() {
    RunningRelay relay = scene.launch();
    JsonObject doubled = scene.server.pod(relay.id().value()).copy();
    String id = RelayId.random().value();
    doubled
        .getJsonObject("metadata")
        .put("name", id)
        .getJsonObject("labels")
        .put("otter.dev/relay", id);

    scene.server.put(doubled);

    KubernetesScene.until(() -> scene.server.podNames().equals(List.of(relay.id().value())));
  }

  @Test
  void aTokenThatWasRenewedIsTaken() {
    scene.server.renewToken("token-2");

    RunningRelay relay = scene.launch();

    scene.on.call(() -> scene.driver.stop(relay.id()));
    assertThat(scene.server.podNames()).isEmpty();
  }

  private static String call(Asked asked) {
    String resource = asked.path().replaceFirst("/api/v1/(namespaces/calls/)?", "");
    String[] words = resource.split("/");
    String name = words.length > 2 ? words[0] + "/" + words[2] : words[0];
    return switch (asked.method()) {
      case "POST" -> "create " + name;
      case "DELETE" -> "delete " + name;
      default -> (asked.isWatch() ? "watch " : words.length == 1 ? "list " : "get ") + name;
    };
  }

  private static JsonObject machine(String externalIp) {
    JsonArray addresses =
        new JsonArray()
            .add(new JsonObject().put("type", "InternalIP").put("address", "10.9.8.7"))
            .add(new JsonObject().put("type", "ExternalIP").put("address", externalIp));
    return new JsonObject().put("status", new JsonObject().put("addresses", addresses));
  }

  private static JsonObject expected(String file, RelayId id, String uid) {
    try (InputStream in = KubernetesRelayIT.class.getResourceAsStream("/kubernetes/" + file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new JsonObject(text.replace("RELAY", id.value()).replace("UID", uid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
