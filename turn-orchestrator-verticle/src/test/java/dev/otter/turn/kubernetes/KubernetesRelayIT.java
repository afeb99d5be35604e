package dev.otter.turn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.CoturnConsole;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.kubernetes.ApiServerStub.Asked;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.testing.OnContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real turnservers in the pods of a stub of an API server, over real TLS. */
@ExtendWith(VertxExtension.class)
class KubernetesRelayIT {

  private static final String SECRET = "the-secret-of-this-test";
  private static final String PODS = "/api/v1/namespaces/calls/pods";

  /** Of all tests: a certificate takes its time. */
  @TempDir private static Path directory;

  private final BlockingQueue<String> exits = new LinkedBlockingQueue<>();
  private OnContext on;
  private ApiServerStub server;
  private TurnserverKubelet kubelet;
  private KubernetesDriver driver;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    on = new OnContext(vertx);
    server = new ApiServerStub(vertx, directory);
    kubelet = new TurnserverKubelet(server, directory);
    server.kubelet(kubelet);
    driver = driver(config("pod", null), rules(SECRET));
    assertThat(on.call(driver::find)).isEmpty();
  }

  @AfterEach
  void close() throws Exception {
    on.call(driver::close);
    kubelet.close();
    server.close();
  }

  @Test
  void aLaunchedPodPassesTheSelfTestAndGoesWithItsSecret() {
    RunningRelay relay = launch();

    on.call(() -> test().run(relay.endpoint()));
    on.call(() -> driver.stop(relay.id()));

    assertThat(server.podNames()).isEmpty();
    assertThat(server.secretNames()).isEmpty();
    assertThat(exits).isEmpty();
  }

  @Test
  void thePodIsAskedForAsWrittenDownAndShowsNoSecret() {
    next(config("host", "127.0.0.1"), SECRET);
    RelayId id = RelayId.random();
    on.call(() -> driver.launch(id, null));

    Asked pod = server.asked(each -> each.method().equals("POST")).get(0);
    Asked secret = server.asked(each -> each.method().equals("POST")).get(1);
    assertThat(pod.path()).isEqualTo(PODS);
    assertThat(pod.body()).isEqualTo(expected("pod.json", id, ""));
    assertThat(pod.body().encode()).doesNotContain(SECRET);
    assertThat(secret.path()).isEqualTo("/api/v1/namespaces/calls/secrets");
    String uid = server.pod(id.value()).getJsonObject("metadata").getString("uid");
    JsonObject body = secret.body().copy();
    String settings = decoded(((JsonObject) body.remove("data")).getString("turnserver.conf"));
    assertThat(body).isEqualTo(expected("secret.json", id, uid));
    assertThat(settings).contains("static-auth-secret=" + SECRET, "cli-ip=127.0.0.1");
  }

  @Test
  void nothingIsAskedForThatTheListOfCallsLacks() {
    server.machines.put("machine-1", machine("93.184.215.14"));
    RunningRelay relay = launch();
    CoturnConsole console = new CoturnConsole(on.vertx());
    on.call(() -> console.sessions(relay.endpoint().console()));
    kubelet.kill(relay.id().value());
    until(() -> !exits.isEmpty());
    next(config("host", null), SECRET);
    RelayId second = RelayId.random();
    on.call(() -> driver.launch(second, null));
    assertThat(next(config("host", null), SECRET)).hasSize(1);
    on.call(() -> driver.stop(second));

    Set<String> asked =
        server.asked(each -> true).stream()
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
    RunningRelay relay = launch();

    kubelet.kill(relay.id().value());

    assertThat(exits.poll(20, TimeUnit.SECONDS))
        .isEqualTo(
            relay.id() + " its pod ended: exit code 137; last words: some words / LAST WORDS / ");
  }

  @Test
  void aPodThatSomebodyElseDeletesIsToldToo() throws Exception {
    RunningRelay relay = launch();

    server.delete(relay.id().value());

    assertThat(exits.poll(20, TimeUnit.SECONDS))
        .isEqualTo(relay.id() + " its pod was deleted by somebody else");
  }

  @Test
  void anotherNodeTakesOverWhatRunsAndRemovesWhatIsLeft() {
    RunningRelay relay = launch();
    on.call(driver::close);
    JsonObject pending = server.pod(relay.id().value()).copy();
    pending
        .put("status", new JsonObject().put("phase", "Pending"))
        .getJsonObject("metadata")
        .put("name", "relay-half")
        .getJsonObject("labels")
        .put("otter.dev/relay", RelayId.random().value());
    server.put(pending);
    JsonObject others = pending.copy();
    others
        .getJsonObject("metadata")
        .put("name", "of-others")
        .getJsonObject("labels")
        .put("otter.dev/instance", "not-otter");
    server.put(others);

    List<RunningRelay> found = next(config("pod", null), SECRET);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).id()).isEqualTo(relay.id());
    assertThat(found.get(0).current()).isTrue();
    on.call(() -> test().run(found.get(0).endpoint()));
    assertThat(server.podNames()).containsExactlyInAnyOrder("of-others", relay.id().value());
    kubelet.kill(relay.id().value());
    until(() -> !exits.isEmpty());
  }

  @Test
  void aPodWithOtherSettingsIsTakenOverToBeDrained() {
    launch();

    assertThat(next(config("pod", null), "another-secret-than-before"))
        .singleElement()
        .matches(relay -> !relay.current());
  }

  @Test
  void aPodOfANodeThatDidNotKnowBetterIsRemoved() {
    RunningRelay relay = launch();
    JsonObject doubled = server.pod(relay.id().value()).copy();
    String id = RelayId.random().value();
    doubled
        .getJsonObject("metadata")
        .put("name", id)
        .getJsonObject("labels")
        .put("otter.dev/relay", id);

    server.put(doubled);

    until(() -> server.podNames().equals(List.of(relay.id().value())));
  }

  @Test
  void whatHappensWhileNobodyWatchesIsNoticed() throws Exception {
    RunningRelay relay = launch();
    until(() -> server.openWatches() == 1);
    server.endWatches();
    until(() -> server.openWatches() == 1);
    server.cutWatches();
    until(() -> server.openWatches() == 1);
    int lists = lists();

    // The API server has forgotten: 410, and all is listed again.
    server.fault((asked, response) -> refused(asked.isWatch(), response, 500, "not now"));
    server.endWatches();
    server.pods.remove(relay.id().value());
    server.forget();
    server.fault((asked, response) -> false);

    assertThat(exits.poll(30, TimeUnit.SECONDS))
        .isEqualTo(relay.id() + " its pod is not there any more");
    assertThat(lists()).isGreaterThan(lists);
  }

  @Test
  void whereThereIsNothingButFaultsItIsAskedLessAndLess() throws Exception {
    server.fault((asked, response) -> refused(true, response, 500, "not now"));
    server.cutWatches();

    until(() -> server.asked(each -> true).size() >= 4);
    int before = server.asked(each -> true).size();
    // The waits are 0.5, 1, 2, 4 s and so on.
    assertThat(exits.poll(3, TimeUnit.SECONDS)).isNull();
    assertThat(server.asked(each -> true).size() - before).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "403, pods is forbidden",
    "409, object is being deleted",
    "500, etcd is away",
    "422, Pod is invalid"
  })
  void aRefusalIsAReasonInWordsAndLeavesNothingBehind(int status, String text) {
    server.fault(
        (asked, response) -> refused(asked.method().equals("POST"), response, status, text));

    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), null)))
        .hasMessageStartingWith("kubernetes answered " + status + " to create pods: " + text);
    server.fault(
        (asked, response) -> refused(asked.path().endsWith("/secrets"), response, status, text));
    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), null)))
        .hasMessageStartingWith("kubernetes answered " + status + " to create secrets: " + text);
    assertThat(server.podNames()).isEmpty();
  }

  @Test
  void anApiServerThatHangsIsGivenUp() {
    server.fault((asked, response) -> asked.method().equals("POST"));
    KubernetesApi impatient = new KubernetesApi(on.vertx(), server.access(), Duration.ofSeconds(1));

    assertThatThrownBy(
            () ->
                on.call(
                    () ->
                        new KubernetesDriver(
                                on.vertx(), impatient, config("pod", null), rules(SECRET))
                            .launch(RelayId.random(), null)))
        .hasMessageContaining("imeout");
  }

  @Test
  void aTokenThatWasRenewedIsTaken() {
    server.renewToken("token-2");

    RunningRelay relay = launch();

    on.call(() -> driver.stop(relay.id()));
    assertThat(server.podNames()).isEmpty();
  }

  @Test
  void aPodThatCannotHaveItsImageIsAReasonInWords() {
    server.kubelet(stuck("ImagePullBackOff", "no such image"));

    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), null)))
        .hasMessageContaining("its pod does not come up: ImagePullBackOff: no such image");
    assertThat(server.podNames()).isEmpty();
  }

  @Test
  void aRelayThatIsGivenUpWhileItIsLaunchedLeavesNothingBehind() {
    server.kubelet(stuck("ContainerCreating", ""));
    RelayId id = RelayId.random();

    assertThatThrownBy(
            () ->
                on.call(
                    () -> {
                      Future<RunningRelay> launched = driver.launch(id, null);
                      return driver.stop(id).compose(done -> launched);
                    }))
        .hasMessageContaining("it was given up while it was launched");
    until(() -> server.podNames().isEmpty());
  }

  @Test
  void aMachineWithoutAPublicAddressIsAReasonInWords() {
    next(config("host", null), SECRET);
    String so = "its machine machine-1 has the address 10.9.8.7, which is not public, and ";

    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), null)))
        .hasMessageContaining(so + "cannot be asked for another one (kubernetes answered 404");
    server.machines.put("machine-1", machine("10.1.1.1"));
    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), null)))
        .hasMessageContaining(so + "no ExternalIP: set turn.publicIp");
    server.machines.put("machine-1", machine("93.184.215.14"));
    assertThat(on.call(() -> driver.launch(RelayId.random(), null)).endpoint().publicIp())
        .isEqualTo("93.184.215.14");
  }

  /** Another node begins to act when the one before has ended. */
  private List<RunningRelay> next(RelaysConfig config, String secret) {
    on.call(driver::close);
    driver = driver(config, rules(secret));
    return on.call(driver::find);
  }

  private RunningRelay launch() {
    RunningRelay relay = on.call(() -> driver.launch(RelayId.random(), null));
    on.untilAnswers(relay.endpoint().local());
    return relay;
  }

  private RelaySelfTest test() {
    return new RelaySelfTest(on.vertx(), rules(SECRET), InstantSource.system());
  }

  private int lists() {
    return server
        .asked(each -> each.method().equals("GET") && each.path().equals(PODS) && !each.isWatch())
        .size();
  }

  private KubernetesDriver driver(RelaysConfig config, RelayRules rules) {
    return on.call(
        () -> {
          KubernetesDriver made = new KubernetesDriver(on.vertx(), server.access(), config, rules);
          made.onExit((id, reason) -> exits.add(id + " " + reason));
          return Future.succeededFuture(made);
        });
  }

  private ApiServerStub.Kubelet stuck(String reason, String message) {
    return new ApiServerStub.Kubelet() {
      @Override
      public void run(JsonObject pod, JsonObject secret) {
        JsonObject waiting = new JsonObject().put("reason", reason).put("message", message);
        JsonObject state = new JsonObject().put("state", new JsonObject().put("waiting", waiting));
        server.status(
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

  private static RelayRules rules(String secret) {
    List<AddressRange> loopback = List.of(AddressRange.parse("turn.allowedPeers", "127.0.0.0/8"));
    return new RelayRules(
        loopback, List.of(secret), ConsoleKey.random(), RelayCertificates.none(), false);
  }

  private static RelaysConfig config(String network, String publicIp) {
    return new RelaysConfig(
        RelayCount.fixed(1),
        Optional.empty(),
        3478,
        RelaysConfig.DEFAULT_RELAY_PORTS,
        Optional.ofNullable(publicIp),
        List.of(AddressRange.parse("turn.allowedPeers", "127.0.0.0/8")),
        new RelayContainers(
            "coturn/coturn:4.17.2",
            DockerConfig.DEFAULT,
            new KubernetesConfig(Optional.empty(), "otter", network)),
        Optional.empty());
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

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("30 s are over").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
