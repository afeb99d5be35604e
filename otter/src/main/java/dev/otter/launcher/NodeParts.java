package dev.otter.launcher;

import dev.otter.auth.AuthVerticle;
import dev.otter.auth.Seal;
import dev.otter.auth.http.AuthRoutes;
import dev.otter.calls.CallRecorder;
import dev.otter.calls.CallRoutes;
import dev.otter.console.ConsoleParts;
import dev.otter.console.ConsoleRoutes;
import dev.otter.console.NodeMeter;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.VerticleName;
import dev.otter.contract.http.AllowedOrigins;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.edge.ApiDocumentRoutes;
import dev.otter.edge.WebAppRoutes;
import dev.otter.metrics.NodeMetrics;
import dev.otter.nodes.NodeDesk;
import dev.otter.nodes.NodeRoutes;
import dev.otter.rooms.RoomsVerticle;
import dev.otter.rooms.http.RoomsRoutes;
import dev.otter.rooms.http.WebhookRoutes;
import dev.otter.rooms.webhooks.Deliveries;
import dev.otter.rooms.webhooks.KnownWebhooks;
import dev.otter.rooms.webhooks.WebhooksVerticle;
import dev.otter.secrets.NodeSecrets;
import dev.otter.secrets.TurnSecretDesk;
import dev.otter.secrets.TurnSecretRotation;
import dev.otter.secrets.TurnSecretRoutes;
import dev.otter.signaling.SignalingVerticle;
import dev.otter.turn.TurnOrchestratorVerticle;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The verticles that the configuration picks, and the routes that they mount on the edge. Deployed
 * once. Safe for any thread.
 */
final class NodeParts {

  private final NodeBasis basis;
  private final NodeCluster cluster;
  private final NodeStore store;
  private final Deployments deployments;
  private final List<HttpRoutes> routes = new CopyOnWriteArrayList<>();
  private final List<MeterBinder> measured = new CopyOnWriteArrayList<>();
  private volatile SignalingVerticle signaling;
  private volatile TurnOrchestratorVerticle turn;

  NodeParts(NodeBasis basis, NodeCluster cluster, NodeStore store, Deployments deployments) {
    this.basis = basis;
    this.cluster = cluster;
    this.store = store;
    this.deployments = deployments;
  }

  /** Deploys them one after the other. */
  Future<?> deploy(NodeSecrets secrets) {
    Future<?> deployed = deployments.deploy(new CallRecorder(basis.tag(), basis.clock()));
    if (runs(VerticleName.AUTH)) {
      AuthVerticle auth = new AuthVerticle(store.authSetup(secrets), basis.clock());
      deployed = deployed.compose(done -> deployments.deploy(auth));
      routes.add(new AuthRoutes(vertx(), basis.clock()));
    }
    if (runs(VerticleName.ROOMS)) {
      deployed = deployed.compose(done -> deployRooms(secrets));
    }
    if (runs(VerticleName.SIGNALING)) {
      signaling = signalingVerticle();
      deployed = deployed.compose(done -> deployments.deploy(signaling));
      routes.add(router -> signaling.routes().mount(router));
    }
    if (runs(VerticleName.TURN_ORCHESTRATOR)) {
      turn = turnVerticle(secrets);
      deployed = deployed.compose(done -> deployments.deploy(turn));
      routes.add(router -> turn.routes().mount(router));
    }
    routes.add(new ApiDocumentRoutes());
    Instant startedAt = basis.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    NodeDesk desk = nodeDesk(startedAt);
    NodeMeter meter = nodeMeter(startedAt);
    TurnSecretRotation rotation = turnSecretRotation();
    deployed = deployed.compose(done -> deployments.deploy(desk));
    deployed = deployed.compose(done -> deployments.deploy(turnSecretDesk(rotation)));
    routes.add(new TurnSecretRoutes(vertx(), rotation));
    deployed = deployed.compose(done -> deployments.deploy(meter));
    routes.add(consoleRoutes(meter));
    routes.add(new NodeRoutes(vertx(), cluster::nodes));
    routes.add(new CallRoutes(vertx(), cluster::nodes, cluster.qualityReports(basis.clock())));
    routes.add(new WebAppRoutes());
    return deployed;
  }

  /** What they have mounted; complete once they are deployed. */
  List<HttpRoutes> routes() {
    return List.copyOf(routes);
  }

  /** Empty where the node does no signaling. */
  Optional<SignalingVerticle> signaling() {
    return Optional.ofNullable(signaling);
  }

  void measure(NodeMetrics metrics) {
    measured.forEach(metrics::add);
    if (signaling != null) {
      metrics.add(signaling.metrics());
    }
    if (turn != null) {
      metrics.add(turn.metrics());
    }
    store.measure(metrics);
  }

  private boolean runs(VerticleName name) {
    return config().verticles().contains(name);
  }

  private OtterConfig config() {
    return basis.config();
  }

  private Vertx vertx() {
    return cluster.vertx();
  }

  /** The rooms, and who is told of what happens to them. */
  private Future<?> deployRooms(NodeSecrets secrets) {
    return store
        .webhooks(vertx(), basis.clock())
        .compose(
            webhookStore -> {
              KnownWebhooks known = new KnownWebhooks(webhookStore);
              RoomsVerticle rooms =
                  new RoomsVerticle(
                      basis.clock(),
                      config().rooms(),
                      basis.resumeWindow(),
                      cluster.gate(),
                      store.rooms(),
                      known);
              WebhooksVerticle webhooks =
                  new WebhooksVerticle(
                      new Deliveries.Parts(
                          vertx(),
                          basis.tag(),
                          webhookStore,
                          known,
                          Seal.of(secrets.signingKey()),
                          cluster.gate(),
                          basis.clock()),
                      store.rooms(),
                      config().webhooks());
              routes.add(
                  new RoomsRoutes(
                      vertx(), basis.publicUrl(), cluster.qualityReports(basis.clock())));
              routes.add(new WebhookRoutes(vertx(), webhooks::webhooks));
              measured.add(rooms.metrics(cluster.roomsHeld()));
              measured.add(webhooks.metrics());
              return deployments.deploy(rooms).compose(done -> deployments.deploy(webhooks));
            });
  }

  private SignalingVerticle signalingVerticle() {
    return new SignalingVerticle(
        basis.tag(),
        config().limits(),
        basis.resumeWindow(),
        this::origins,
        System::nanoTime,
        cluster.gate(),
        cluster.qualityReports(basis.clock()));
  }

  private AllowedOrigins origins() {
    return AllowedOrigins.of(config().http().allowedOrigins(), basis.publicUrl().base());
  }

  private TurnOrchestratorVerticle turnVerticle(NodeSecrets secrets) {
    ClusterConfig own = config().cluster();
    Optional<HostAndPort> address =
        own.enabled() ? Optional.of(new HostAndPort(own.host(), own.port())) : Optional.empty();
    return new TurnOrchestratorVerticle(
        basis.tag(),
        config().turn().withSecrets(secrets.turnSecrets()),
        config().http().host(),
        config().dataDir(),
        new TurnOrchestratorVerticle.Surroundings(
            cluster.keyValueStores(), cluster.gate(), address),
        basis.clock());
  }

  private TurnSecretRotation turnSecretRotation() {
    return new TurnSecretRotation(
        new TurnSecretRotation.Node(
            vertx(), basis.tag(), config().turn(), cluster::nodes, cluster.gate(), basis.clock()));
  }

  /** A node that has no relays has none that could not know a secret. */
  private TurnSecretDesk turnSecretDesk(TurnSecretRotation rotation) {
    Function<List<String>, Future<Boolean>> accept =
        turn == null ? secrets -> Future.succeededFuture(true) : turn::accept;
    return new TurnSecretDesk(rotation, config().dataDir(), accept, System::nanoTime);
  }

  private NodeMeter nodeMeter(Instant startedAt) {
    return new NodeMeter(
        new NodeMeter.Node(basis.tag(), config().verticles(), basis.readiness(), startedAt),
        new SignalingTraffic(signaling),
        basis.clock());
  }

  private ConsoleRoutes consoleRoutes(NodeMeter meter) {
    return new ConsoleRoutes(
        ConsoleParts.of(
            vertx(),
            basis.publicUrl(),
            config().limits(),
            meter,
            cluster::nodes,
            cluster.keyValueStores().open("console"),
            basis.clock()));
  }

  private NodeDesk nodeDesk(Instant startedAt) {
    NodeDesk.Clients clients = new SignalingClients(signaling, basis.drainTime());
    return new NodeDesk(basis.tag(), config().verticles(), basis.readiness(), clients, startedAt);
  }
}
