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
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and the pods that they share: one acts, and the other takes over without a word. */
@ExtendWith(VertxExtension.class)
class SharedRelaysIT {

  private static final RoomId ROOM = new RoomId("rm_0123456789abcdefghij");

  @TempDir private Path directory;

  private final BlockingQueue<IceServersChanged> told = new LinkedBlockingQueue<>();
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
    stores = new LocalKeyValueStores(vertx, System::nanoTime);
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
    String first = deploy("first");
    List<String> urls = untilServed();
    deploy("second");
    List<String> pods = server.podNames();
    assertThat(pods).hasSize(1);

    vertx.undeploy(first).await(30, SECONDS);

    assertThat(untilServed()).isEqualTo(urls);
    kubelet.kill(pods.get(0));
    IceServersChanged dead = told.poll(40, SECONDS);
    assertThat(dead).isNotNull();
    assertThat(dead.roomId()).isEqualTo(ROOM);
    assertThat(dead.relayId()).isEqualTo(pods.get(0));
    assertThat(dead.dead()).isTrue();
    assertThat(untilServed()).isNotEqualTo(urls);
    assertThat(server.podNames()).hasSize(1).doesNotContainAnyElementsOf(pods);
  }

  private String deploy(String name) throws Exception {
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
    return vertx.deployVerticle(node).await(30, SECONDS);
  }

  /** Asks either node, again and again, until it has something to hand out. */
  private List<String> untilServed() throws Exception {
    long end = System.nanoTime() + SECONDS.toNanos(40);
    while (System.nanoTime() < end) {
      // Another participant each time: credentials are limited.
      IceServerList list =
          new IceServersClient(vertx)
              .ask(new AskIceServers(ROOM, RandomText.alphanumeric(8)))
              .await(10, SECONDS);
      List<String> urls = list.servers().stream().flatMap(each -> each.urls().stream()).toList();
      if (!urls.isEmpty()) {
        return urls;
      }
      vertx.timer(200, MILLISECONDS).await(10, SECONDS);
    }
    throw new AssertionError("nothing is handed out");
  }
}
