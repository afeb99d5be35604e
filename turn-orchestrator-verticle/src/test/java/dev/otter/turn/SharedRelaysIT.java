package dev.otter.turn;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RandomText;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.IceServerList;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.IceServersClient;
import dev.otter.turn.kubernetes.ApiServerStub;
import dev.otter.turn.kubernetes.TurnserverKubelet;
import dev.otter.turn.relay.ActingNode;
import dev.otter.turn.testing.LoggedBy;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and the pods that they share: one acts, and the other takes over without a word. */
@ExtendWith(VertxExtension.class)
class SharedRelaysIT {

  private static final String ACTS = "this node acts for the relays of the cluster";
  private static final RoomId ROOM = new RoomId("rm_0123456789abcdefghij");

  @TempDir private Path directory;

  private final BlockingQueue<IceServersChanged> told = new LinkedBlockingQueue<>();

  /** By so much the clock of the store is ahead. */
  private final AtomicLong aheadNanos = new AtomicLong();

  private Vertx vertx;
  private ApiServerStub server;
  private TurnserverKubelet kubelet;
  private KeyValueStores stores;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    this.vertx = vertx;
    BusCodecs.register(vertx);
    server = new ApiServerStub(vertx, directory);
    kubelet = new TurnserverKubelet(server, directory);
    server.kubelet(kubelet);
    stores = new LocalKeyValueStores(vertx, () -> System.nanoTime() + aheadNanos.get());
    vertx
        .eventBus()
        .<IceServersChanged>consumer(
            BusAddress.ICE_SERVERS_CHANGED.address(), message -> told.add(message.body()));
  }

  @AfterEach
  void close() throws Exception {
    kubelet.close();
    server.close();
  }

  @Test
  void oneActsAndTheOtherTakesOver() throws Exception {
    String first = deploy(vertx, "first");
    List<String> urls = untilServed(vertx);
    deploy(vertx, "second");
    List<String> pods = server.podNames();
    assertThat(pods).hasSize(1);

    vertx.undeploy(first).await(30, SECONDS);

    assertThat(untilServed(vertx)).isEqualTo(urls);
    kubelet.kill(pods.get(0));
    IceServersChanged dead = told.poll(40, SECONDS);
    assertThat(dead).isNotNull();
    assertThat(dead.roomId()).isEqualTo(ROOM);
    assertThat(dead.relayId()).isEqualTo(pods.get(0));
    assertThat(dead.dead()).isTrue();
    assertThat(untilServed(vertx)).isNotEqualTo(urls);
    until(() -> server.podNames().size() == 1);
    assertThat(server.podNames()).doesNotContainAnyElementsOf(pods);
  }

  /** Its one thread stands still without a word, as that of a node that was killed or frozen. */
  @Test
  void whatACrashedNodeLeftIsTakenOverWhenItsLeaseHasRunOutAndNeverDoubled() throws Exception {
    Vertx crashing = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    BusCodecs.register(crashing);
    CountDownLatch awake = new CountDownLatch(1);
    try (LoggedBy log = new LoggedBy(ActingNode.class)) {
      deploy(crashing, "first");
      List<String> urls = untilServed(crashing);
      List<String> pods = server.podNames();
      crashing.runOnContext(standing -> standStill(awake));

      deploy(vertx, "second");
      assertThat(log.lines()).containsExactly("INFO " + ACTS);
      aheadNanos.addAndGet(SECONDS.toNanos(10));
      assertThat(untilServed(vertx)).isEqualTo(urls);
      assertThat(log.lines()).containsExactly("INFO " + ACTS, "INFO " + ACTS);
      assertThat(server.podNames()).isEqualTo(pods);

      // It was frozen only, and finds out that another one acts: it leaves all as it is.
      awake.countDown();
      until(() -> log.lines().size() == 3);
      assertThat(log.lines().get(2)).endsWith("any more because=another node has its lease");
      assertThat(untilServed(vertx)).isEqualTo(urls);
      assertThat(server.podNames()).isEqualTo(pods);
      kubelet.kill(pods.get(0));
      assertThat(told.poll(40, SECONDS)).isNotNull();
      assertThat(untilServed(vertx)).isNotEqualTo(urls);
      until(() -> server.podNames().size() == 1);
      assertThat(server.podNames()).doesNotContainAnyElementsOf(pods);
    } finally {
      awake.countDown();
      crashing.close().await(30, SECONDS);
    }
  }

  private static void standStill(CountDownLatch awake) {
    try {
      awake.await(60, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("40 s are over").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private String deploy(Vertx on, String name) throws Exception {
    RelaysConfig relays =
        new RelaysConfig(
            RelayCount.fixed(1),
            Optional.empty(),
            3478,
            RelaysConfig.DEFAULT_RELAY_PORTS,
            Optional.empty(),
            List.of(AddressRange.parse("turn.allowedPeers", "127.0.0.0/8")),
            new RelayContainers(
                RelayContainers.DEFAULT_IMAGE,
                DockerConfig.DEFAULT,
                new KubernetesConfig(Optional.empty(), "otter", KubernetesConfig.POD)),
            Optional.empty());
    TurnConfig turn =
        new TurnConfig(
            TurnDriver.KUBERNETES, List.of(), List.of("the-secret-of-this-test"), relays, false);
    TurnOrchestratorVerticle node =
        new TurnOrchestratorVerticle(
            NodeTag.random(),
            turn,
            "0.0.0.0",
            directory.resolve(name),
            new TurnOrchestratorVerticle.Surroundings(
                stores, ServingGate.ALWAYS_OPEN, Optional.empty()),
            InstantSource.system());
    node.kubernetes(server.access());
    return on.deployVerticle(node).await(30, SECONDS);
  }

  /** Asks either node, again and again, until it has something to hand out. */
  private List<String> untilServed(Vertx by) throws Exception {
    long end = System.nanoTime() + SECONDS.toNanos(40);
    while (System.nanoTime() < end) {
      // Another participant each time: credentials are limited.
      IceServerList list =
          new IceServersClient(by)
              .ask(new AskIceServers(ROOM, RandomText.alphanumeric(8)), null)
              .await(60, SECONDS);
      List<String> urls = list.servers().stream().flatMap(each -> each.urls().stream()).toList();
      if (!urls.isEmpty()) {
        return urls;
      }
      by.timer(200, MILLISECONDS).await(60, SECONDS);
    }
    throw new AssertionError("nothing is handed out");
  }
}
