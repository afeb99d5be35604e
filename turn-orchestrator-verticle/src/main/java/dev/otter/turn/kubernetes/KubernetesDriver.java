package dev.otter.turn.kubernetes;

import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.relay.RelayDriver;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays as pods. All nodes of the Otter cluster share them and one acts at a time: what runs is
 * taken over by the next one, by labels and by what the relay's secret holds. A pod that nobody
 * knows, such as one that a node launched while another was already acting, is removed.
 */
public final class KubernetesDriver implements RelayDriver {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesDriver.class);

  /** An image may have to be pulled first, by a machine that may have to be made first. */
  private static final long LAUNCH_SECONDS = 300;

  private final KubernetesApi api;
  private final PublicAddressOfPod addresses;
  private final PodWatch watch;
  private final KubernetesConfig kubernetes;
  private final RelaysConfig config;
  private final RelayRules rules;
  private final Slot slot;
  private final RelayPod pods;
  private final Map<RelayId, LaunchingPod> launching = new HashMap<>();
  private final Set<RelayId> running = new HashSet<>();
  private BiConsumer<RelayId, String> onExit = (id, reason) -> {};

  /**
   * Makes a driver for the current context.
   *
   * @param vertx for connections, files and timers
   * @param access where the API server is
   * @param config image, ports and addresses
   * @param rules what relays are told
   */
  public KubernetesDriver(
      Vertx vertx, KubernetesAccess access, RelaysConfig config, RelayRules rules) {
    this(vertx, new KubernetesApi(vertx, access, KubernetesApi.PATIENCE), config, rules);
  }

  /** Makes a driver that asks {@code api}. */
  KubernetesDriver(Vertx vertx, KubernetesApi api, RelaysConfig config, RelayRules rules) {
    this.api = api;
    this.kubernetes = config.containers().kubernetes();
    this.config = config;
    this.rules = rules;
    int first = config.relayPorts().first();
    // Each pod has an address of its own, so that all have the same ports.
    this.slot =
        new Slot(
            config.port(), new PortRange(first, first + RelaysConfig.PORTS_PER_RELAY - 1), first);
    this.pods = new RelayPod(kubernetes, config.containers().image(), slot);
    this.addresses = new PublicAddressOfPod(api, config, rules);
    this.watch =
        new PodWatch(vertx, api, RelayPod.selector(kubernetes), this::listed, this::changed);
  }

  /**
   * Whether relays can be launched: the API server answers, and may be asked for pods.
   *
   * @param vertx whose current context is used
   * @param access where it is
   * @param config which pods
   * @return fails with a reason in words
   */
  public static Future<Void> usable(Vertx vertx, KubernetesAccess access, KubernetesConfig config) {
    KubernetesApi api = new KubernetesApi(vertx, access, KubernetesApi.PATIENCE);
    return api.listPods(RelayPod.selector(config)).<Void>mapEmpty().eventually(api::close);
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public boolean findsAddresses() {
    return true;
  }

  @Override
  public String addressFrom(RelayEndpoint endpoint) {
    return addresses.how(endpoint);
  }

  @Override
  public Future<List<RunningRelay>> find() {
    return api.listPods(RelayPod.selector(kubernetes))
        .compose(
            list -> {
              List<Future<Optional<RunningRelay>>> adopted =
                  PodWatch.pods(list).stream()
                      .filter(pod -> !pod.deleting())
                      .map(this::adopt)
                      .toList();
              return Future.all(adopted)
                  .map(
                      done -> {
                        watch.open(PodWatch.version(list));
                        return adopted.stream().flatMap(each -> each.result().stream()).toList();
                      });
            });
  }

  @Override
  public Future<RunningRelay> launch(RelayId id, String publicIp, Optional<String> ipv6) {
    LaunchingPod pod = new LaunchingPod();
    launching.put(id, pod);
    ConsoleKey key = ConsoleKey.random();
    return api.createPod(pods.body(id))
        .compose(
            created ->
                addresses
                    .before(pod)
                    .compose(
                        address ->
                            api.createSecret(secret(id, key, address, created))
                                .compose(done -> pod.until(PodStatus::running))
                                .compose(up -> launched(id, key, address, up))))
        .timeout(LAUNCH_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> discard(id, pod, failure));
  }

  @Override
  public Future<Void> stop(RelayId id) {
    running.remove(id);
    LaunchingPod pod = launching.remove(id);
    if (pod != null) {
      pod.giveUp("it was given up while it was launched");
    }
    return api.deletePod(id.value(), RelayPod.GRACE_SECONDS);
  }

  @Override
  public Future<Void> renewCertificate(RelayId id) {
    // Files of a pod follow a minute later, and a signal needs a shell in it.
    return Future.failedFuture(new IllegalStateException("a pod keeps the one that it has"));
  }

  @Override
  public void onExit(BiConsumer<RelayId, String> handler) {
    onExit = handler;
  }

  @Override
  public Future<Void> close() {
    watch.close();
    launching.values().forEach(pod -> pod.giveUp("this node is not the one that acts any more"));
    return api.close();
  }

  private Future<RunningRelay> launched(
      RelayId id, ConsoleKey key, Optional<String> address, PodStatus up) {
    if (!launching.containsKey(id)) {
      return Future.failedFuture(
          new IllegalStateException("it was given up while it was launched"));
    }
    return addresses
        .known(address, up)
        .map(
            publicIp -> {
              launching.remove(id);
              running.add(id);
              return new RunningRelay(id, endpoint(id, key, publicIp, up), true);
            });
  }

  private JsonObject secret(
      RelayId id, ConsoleKey key, Optional<String> publicIp, JsonObject created) {
    CoturnSettings settings = settings(id, key, publicIp);
    Optional<RelayCertificate> shown = rules.certificates().current();
    return new RelaySecret(settings.fingerprint(), key, publicIp, "")
        .body(created, settings.textForPod(RelayPod.SETTINGS, RelayPod.WORK), shown);
  }

  private CoturnSettings settings(RelayId id, ConsoleKey key, Optional<String> publicIp) {
    return CoturnSettings.forPod(rules.withConsoleKey(key), id.value(), slot, publicIp);
  }

  private RelayEndpoint endpoint(RelayId id, ConsoleKey key, String publicIp, PodStatus up) {
    return new RelayEndpoint(
        publicIp,
        up.podIp().orElseThrow(),
        slot.listeningPort(),
        rules
            .withConsoleKey(key)
            .console(id.value(), slot)
            .through(new PodConsole(api, id.value(), slot.consolePort())));
  }

  private Future<RunningRelay> discard(RelayId id, LaunchingPod pod, Throwable failure) {
    launching.remove(id);
    running.remove(id);
    String trouble = pod.trouble();
    boolean told = trouble.isEmpty() || String.valueOf(failure.getMessage()).contains(trouble);
    Throwable why =
        told ? failure : new IllegalStateException(failure.getMessage() + "; its pod: " + trouble);
    return api.lastWords(id.value())
        .compose(
            words ->
                api.deletePod(id.value(), 0)
                    .transform(
                        done ->
                            Future.failedFuture(
                                words.isEmpty()
                                    ? why
                                    : new IllegalStateException(
                                        why.getMessage()
                                            + "; last words: "
                                            + rules.masked(id, words)))));
  }

  private Future<Optional<RunningRelay>> adopt(PodStatus pod) {
    if (!RelayId.isValid(pod.relay()) || !pod.running() || pod.podIp().isEmpty()) {
      return remove(pod, "left of a launch, or ended: " + pod.trouble());
    }
    RelayId id = new RelayId(pod.relay());
    return api.secret(pod.name())
        .map(RelaySecret::of)
        .recover(
            failure ->
                failure instanceof KubernetesException
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure))
        .compose(
            secret ->
                secret.isEmpty()
                    ? remove(pod, "its secret is not there or not one of this version")
                    : Future.succeededFuture(Optional.of(adopt(id, pod, secret.get()))));
  }

  private RunningRelay adopt(RelayId id, PodStatus pod, RelaySecret secret) {
    LOG.info("adopted a running relay relayId={} machine={}", id, pod.machine().orElse("?"));
    running.add(id);
    String publicIp = secret.publicIp().or(pod::podIp).orElseThrow();
    String chain = rules.certificates().current().map(RelayCertificate::chain).orElse("");
    boolean current =
        settings(id, secret.console(), secret.publicIp()).fingerprint().equals(secret.fingerprint())
            && chain.equals(secret.certificate())
            && pod.image().equals(config.containers().image())
            && config.publicIp().map(publicIp::equals).orElse(true);
    return new RunningRelay(id, endpoint(id, secret.console(), publicIp, pod), current);
  }

  private Future<Optional<RunningRelay>> remove(PodStatus pod, String why) {
    LOG.info("removed a pod of no use pod={} because={}", pod.name(), why);
    return api.deletePod(pod.name(), 0).map(Optional.empty());
  }

  private void listed(List<PodStatus> all) {
    all.forEach(pod -> changed(pod, false));
    Set<String> there = all.stream().map(PodStatus::relay).collect(Collectors.toSet());
    for (RelayId id : new ArrayList<>(running)) {
      if (!there.contains(id.value())) {
        exited(id, "its pod is not there any more");
      }
    }
    launching.forEach(
        (id, pod) -> {
          // One whose making is not answered yet may not be in the list.
          if (!there.contains(id.value()) && !pod.trouble().isEmpty()) {
            pod.giveUp("its pod is not there any more");
          }
        });
  }

  private void changed(PodStatus pod, boolean gone) {
    if (!RelayId.isValid(pod.relay())) {
      return;
    }
    RelayId id = new RelayId(pod.relay());
    if (launching.containsKey(id)) {
      if (gone) {
        launching.get(id).giveUp("its pod was deleted");
      } else {
        launching.get(id).seen(pod);
      }
    } else if (running.contains(id)) {
      if (gone || pod.deleting()) {
        exited(id, "its pod was deleted by somebody else");
      } else if (pod.over()) {
        running.remove(id);
        api.lastWords(pod.name())
            .onSuccess(
                words ->
                    onExit.accept(
                        id,
                        "its pod ended: "
                            + pod.trouble()
                            + "; last words: "
                            + rules.masked(id, words)));
      }
    } else if (!gone && !pod.deleting()) {
      // Made by a node that did not know yet that it was not the one to act.
      remove(pod, "this node does not know it")
          .onFailure(
              failure -> LOG.warn("a pod cannot be removed because={}", failure.getMessage()));
    }
  }

  private void exited(RelayId id, String why) {
    running.remove(id);
    onExit.accept(id, why);
  }
}
