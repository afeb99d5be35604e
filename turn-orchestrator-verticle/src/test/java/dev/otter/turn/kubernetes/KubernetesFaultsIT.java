package dev.otter.turn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node does when the API server refuses, hangs, forgets, or cannot give what is asked. */
@ExtendWith(VertxExtension.class)
class KubernetesFaultsIT {

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
  void whatHappensWhileNobodyWatchesIsNoticed() throws Exception {
    RunningRelay relay = scene.launch();
    KubernetesScene.until(() -> scene.server.openWatches() == 1);
    scene.server.endWatches();
    KubernetesScene.until(() -> scene.server.openWatches() == 1);
    scene.server.cutWatches();
    KubernetesScene.until(() -> scene.server.openWatches() == 1);
    int lists = lists();

    // The API server has forgotten: 410, and all is listed again.
    scene.server.fault((asked, response) -> refused(asked.isWatch(), response, 500, "not now"));
    scene.server.endWatches();
    scene.server.pods.remove(relay.id().value());
    scene.server.forget();
    scene.server.fault((asked, response) -> false);

    assertThat(scene.exits.poll(30, TimeUnit.SECONDS))
        .isEqualTo(relay.id() + " its pod is not there any more");
    assertThat(lists()).isGreaterThan(lists);
  }

  @Test
  void whereThereIsNothingButFaultsItIsAskedLessAndLess() throws Exception {
    scene.server.fault((asked, response) -> refused(true, response, 500, "not now"));
    scene.server.cutWatches();

    KubernetesScene.until(() -> scene.server.asked(each -> true).size() >= 4);
    int before = scene.server.asked(each -> true).size();
    // The waits are 0.5, 1, 2, 4 s and so scene.on.
    assertThat(scene.exits.poll(3, TimeUnit.SECONDS)).isNull();
    assertThat(scene.server.asked(each -> true).size() - before).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "403, pods is forbidden",
    "409, object is being deleted",
    "500, etcd is away",
    "422, Pod is invalid"
  })
  void aRefusalIsAReasonInWordsAndLeavesNothingBehind(int status, String text) {
    scene.server.fault(
        (asked, response) -> refused(asked.method().equals("POST"), response, status, text));

    assertThatThrownBy(() -> scene.on.call(() -> scene.driver.launch(RelayId.random(), null)))
        .hasMessageStartingWith("kubernetes answered " + status + " to create pods: " + text);
    scene.server.fault(
        (asked, response) -> refused(asked.path().endsWith("/secrets"), response, status, text));
    assertThatThrownBy(() -> scene.on.call(() -> scene.driver.launch(RelayId.random(), null)))
        .hasMessageStartingWith("kubernetes answered " + status + " to create secrets: " + text);
    assertThat(scene.server.podNames()).isEmpty();
  }

  @Test
  void anApiServerThatHangsIsGivenUp() {
    scene.server.fault((asked, response) -> asked.method().equals("POST"));
    KubernetesApi impatient =
        new KubernetesApi(scene.on.vertx(), scene.server.access(), Duration.ofSeconds(1));

    assertThatThrownBy(
            () ->
                scene.on.call(
                    () ->
                        new KubernetesDriver(
                                scene.on.vertx(),
                                impatient,
                                KubernetesScene.config("pod", null),
                                KubernetesScene.rules(KubernetesScene.SECRET))
                            .launch(RelayId.random(), null)))
        .hasMessageContaining("imeout");
  }

  @Test
  void aPodThatCannotHaveItsImageIsAReasonInWords() {
    scene.server.kubelet(stuck("ImagePullBackOff", "no such image"));

    assertThatThrownBy(() -> scene.on.call(() -> scene.driver.launch(RelayId.random(), null)))
        .hasMessageContaining("its pod does not come up: ImagePullBackOff: no such image");
    assertThat(scene.server.podNames()).isEmpty();
  }

  @Test
  void aRelayThatIsGivenUpWhileItIsLaunchedLeavesNothingBehind() {
    scene.server.kubelet(stuck("ContainerCreating", ""));
    RelayId id = RelayId.random();

    assertThatThrownBy(
            () ->
                scene.on.call(
                    () -> {
                      Future<RunningRelay> launched = scene.driver.launch(id, null);
                      return scene.driver.stop(id).compose(done -> launched);
                    }))
        .hasMessageContaining("it was given up while it was launched");
    KubernetesScene.until(() -> scene.server.podNames().isEmpty());
  }

  @Test
  void aMachineWithoutAPublicAddressIsAReasonInWords() {
    scene.next(KubernetesScene.config("host", null), KubernetesScene.SECRET);
    String so = "its machine machine-1 has the address 10.9.8.7, which is not public, and ";

    assertThatThrownBy(() -> scene.on.call(() -> scene.driver.launch(RelayId.random(), null)))
        .hasMessageContaining(so + "cannot be asked for another one (kubernetes answered 404");
    scene.server.machines.put("machine-1", machine("10.1.1.1"));
    assertThatThrownBy(() -> scene.on.call(() -> scene.driver.launch(RelayId.random(), null)))
        .hasMessageContaining(so + "no ExternalIP: set turn.publicIp");
    scene.server.machines.put("machine-1", machine("93.184.215.14"));
    RelayEndpoint found =
        scene.on.call(() -> scene.driver.launch(RelayId.random(), null)).endpoint();
    assertThat(found.publicIp()).isEqualTo("93.184.215.14");
    assertThat(scene.driver.addressFrom(found)).isEqualTo("the ExternalIP of its machine");
  }

  private int lists() {
    return scene
        .server
        .asked(each -> each.method().equals("GET") && each.path().equals(PODS) && !each.isWatch())
        .size();
  }

  private ApiServerStub.Kubelet stuck(String reason, String message) {
    return new ApiServerStub.Kubelet() {
      @Override
      public void run(JsonObject pod, JsonObject secret) {
        JsonObject waiting = new JsonObject().put("reason", reason).put("message", message);
        JsonObject state = new JsonObject().put("state", new JsonObject().put("waiting", waiting));
        scene.server.status(
            pod.getJsonObject("metadata").getString("name"),
            "machine-1",
            new JsonObject().put("containerStatuses", new JsonArray().add(state)));
      }

      @Override
      public void end(String pod) {
        // There is no process.
      }
    };
  }

  private static boolean refused(
      boolean when, HttpServerResponse response, int status, String text) {
    if (when) {
      ApiServerStub.refuse(response, status, text);
    }
    return when;
  }

  private static JsonObject machine(String externalIp) {
    JsonArray addresses =
        new JsonArray()
            .add(new JsonObject().put("type", "InternalIP").put("address", "10.9.8.7"))
            .add(new JsonObject().put("type", "ExternalIP").put("address", externalIp));
    return new JsonObject().put("status", new JsonObject().put("addresses", addresses));
  }
}
