package dev.otter.launcher;

import dev.otter.auth.AuthVerticle;
import dev.otter.auth.Seal;
import dev.otter.auth.http.AuthRoutes;
import dev.otter.cluster.ClusterMembership;
import dev.otter.cluster.ClusteredVertx;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.VerticleName;
import dev.otter.contract.http.AllowedOrigins;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.ResumeWindow;
import dev.otter.edge.ApiDocumentRoutes;
import dev.otter.edge.EdgeMetrics;
import dev.otter.edge.EdgeVerticle;
import dev.otter.edge.ManagementVerticle;
import dev.otter.edge.Readiness;
import dev.otter.edge.WebAppRoutes;
import dev.otter.limits.EdgeLimits;
import dev.otter.logs.NodeLog;
import dev.otter.metrics.MetricsRoutes;
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
import dev.otter.secrets.SecretsAgreement;
import dev.otter.signaling.SignalingVerticle;
import dev.otter.turn.TurnOrchestratorVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: Vert.x, the secrets, the verticles that the configuration picks, and the edge, started
 * in this order and stopped in the reverse one.
 */
public final class OtterNode {

  private static final Logger LOG = LoggerFactory.getLogger(OtterNode.class);

  /** How many seconds stopping may take beyond the drain. */
  public static final int STOP_TIMEOUT_SECONDS = 10;

  private final OtterConfig config;
  private final Duration resumeWindow;
  private final NodeTag tag = NodeTag.random();
  private final InstantSource clock = InstantSource.system();
  private final PublicUrl publicUrl = new PublicUrl();
  private final Readiness readiness = new Readiness(clock);
  private final List<String> deployments = new ArrayList<>();
  private final List<HttpRoutes> routes = new ArrayList<>();
  private volatile Vertx vertx;
  private volatile NodeStore store;
  private volatile ClusterMembership membership;
  private volatile KeyValueStores keyValueStores;
  private volatile SignalingVerticle signaling;
  private volatile TurnOrchestratorVerticle turn;
  private volatile NodeMetrics metrics;
  private volatile Optional<EdgeMetrics> edgeMetrics = Optional.empty();
  private volatile EdgeLimits limits;

  /** Makes a node that is not started. */
  public OtterNode(OtterConfig config) {
    this(config, ResumeWindow.DEFAULT);
  }

  /** Makes a node that is not started, with another resume window: for tests. */
  public OtterNode(OtterConfig config, Duration resumeWindow) {
    this.config = config;
    this.resumeWindow = resumeWindow;
  }

  /** Starts the node; completes when it is ready. */
  public Future<Welcome> start() {
    NodeLog.of(tag);
    return startVertx()
        .compose(
            started -> {
              vertx = started;
              BusCodecs.register(vertx);
              return Future.all(serving(), openStore());
            })
        .compose(there -> new SecretsAgreement(vertx, config).reach())
        .compose(secrets -> deploy(secrets).compose(deployed -> welcome(secrets)))
        .onSuccess(
            welcome -> {
              readiness.to(Readiness.State.READY);
              LOG.info("ready nodeId={} page={}", tag, publicUrl.base());
            });
  }

  /** The base of this node's links; known once it has started. */
  public PublicUrl publicUrl() {
    return publicUrl;
  }

  /**
   * How often this node has read the room map to route a message: at most once per call.
   *
   * @return 0 where the node does no signaling
   */
  public long roomLookups() {
    return signaling == null ? 0 : signaling.roomLookups();
  }

  /**
   * How many clients this node holds.
   *
   * @return 0 where the node does no signaling
   */
  public int connections() {
    return signaling == null ? 0 : signaling.connections();
  }

  /** What the modules of this node have mounted; known once it has started. */
  public List<HttpRoutes> routes() {
    return List.copyOf(routes);
  }

  /** Stops the node; completes when clients, cluster and ports are let go. */
  public Future<Void> stop() {
    readiness.to(Readiness.State.DRAINING);
    if (vertx == null) {
      return Future.succeededFuture();
    }
    LOG.info("stopping nodeId={}", tag);
    // While the edge is still there, so that clients get a close frame that says why.
    Future<?> undeployed =
        signaling == null ? Future.succeededFuture() : signaling.drain(drainTime());
    for (int i = deployments.size() - 1; i >= 0; i--) {
      String deployment = deployments.get(i);
      undeployed = undeployed.transform(previous -> vertx.undeploy(deployment));
    }
    return undeployed
        .transform(done -> store == null ? Future.succeededFuture() : store.close())
        .transform(done -> membership == null ? Future.succeededFuture() : membership.leave())
        .transform(done -> vertx.close())
        .onComplete(
            closed -> {
              if (metrics != null) {
                metrics.close();
              }
            });
  }

  /**
   * Stops the node and waits, for a bound: what a shutdown hook runs. Blocking.
   *
   * @return whether a node that was ready has stopped in order
   */
  boolean stopAndWait() {
    Readiness.State before = readiness.state();
    boolean wasReady = before == Readiness.State.READY || before == Readiness.State.CUT_OFF;
    try {
      long bound = drainTime().toSeconds() + STOP_TIMEOUT_SECONDS;
      stop().toCompletionStage().toCompletableFuture().get(bound, TimeUnit.SECONDS);
      return wasReady;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the node did not stop in order nodeId={}", tag, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** A single node has nowhere to send its clients: they come back to it. */
  private Duration drainTime() {
    return config.cluster().enabled() ? config.drain().duration() : Duration.ZERO;
  }

  private Future<Vertx> startVertx() {
    // epoll on Linux; where it cannot be loaded, Java's own transport takes its place.
    VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
    return config.cluster().enabled()
        ? ClusteredVertx.join(options, config.cluster(), tag)
            .map(
                joined -> {
                  membership = joined;
                  return joined.vertx();
                })
        : Future.succeededFuture(Vertx.vertx(options));
  }

  /** Waits until this node belongs to a side of its cluster that may serve. */
  private Future<Void> serving() {
    return membership == null
        ? Future.succeededFuture()
        : membership.start(readiness::connected, this::onCutOff, this::onMerging);
  }

  /** Clients that are sent away here come back on the other side. */
  private void onCutOff(String why) {
    readiness.cutOff(why);
    if (signaling != null) {
      signaling.sendAway();
    }
  }

  private void onMerging() {
    readiness.cutOff("its cluster is being put together again");
  }

  /** Beside the wait for the cluster: a database takes its time to connect and to look through. */
  private Future<NodeStore> openStore() {
    return NodeStore.open(vertx, config).onSuccess(opened -> store = opened);
  }

  /** The same ones each time: what one part of the node writes another one reads. */
  private KeyValueStores keyValueStores() {
    if (keyValueStores == null) {
      keyValueStores =
          membership == null
              ? new LocalKeyValueStores(vertx, System::nanoTime)
              : membership.keyValueStores();
    }
    return keyValueStores;
  }

  private QualityReports qualityReports() {
    return new QualityReports(keyValueStores(), clock);
  }

  private TurnOrchestratorVerticle.Surroundings surroundings() {
    ClusterConfig cluster = config.cluster();
    return new TurnOrchestratorVerticle.Surroundings(
        keyValueStores(),
        gate(),
        cluster.enabled()
            ? Optional.of(new HostAndPort(cluster.host(), cluster.port()))
            : Optional.empty());
  }

  private ServingGate gate() {
    return membership == null ? ServingGate.ALWAYS_OPEN : membership.gate();
  }

  private Future<?> deploy(NodeSecrets secrets) {
    Future<?> deployed = Future.succeededFuture();
    if (config.verticles().contains(VerticleName.AUTH)) {
      AuthVerticle auth = new AuthVerticle(store.authSetup(secrets), clock);
      deployed = deployed.compose(done -> vertx.deployVerticle(auth)).onSuccess(deployments::add);
      routes.add(new AuthRoutes(vertx, clock));
    }
    if (config.verticles().contains(VerticleName.ROOMS)) {
      deployed = deployed.compose(done -> deployRooms(secrets));
    }
    if (config.verticles().contains(VerticleName.SIGNALING)) {
      signaling =
          new SignalingVerticle(
              tag,
              config.limits(),
              resumeWindow,
              this::origins,
              System::nanoTime,
              gate(),
              qualityReports());
      deployed =
          deployed.compose(done -> vertx.deployVerticle(signaling)).onSuccess(deployments::add);
      routes.add(router -> signaling.routes().mount(router));
    }
    if (config.verticles().contains(VerticleName.TURN_ORCHESTRATOR)) {
      turn =
          new TurnOrchestratorVerticle(
              tag,
              config.turn().withSecrets(secrets.turnSecrets()),
              config.http().host(),
              config.dataDir(),
              surroundings(),
              clock);
      deployed = deployed.compose(done -> vertx.deployVerticle(turn)).onSuccess(deployments::add);
      routes.add(router -> turn.routes().mount(router));
    }
    routes.add(new ApiDocumentRoutes());
    Instant startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    NodeDesk.Clients clients = new SignalingClients(signaling, drainTime());
    NodeDesk desk = new NodeDesk(tag, config.verticles(), readiness, clients, startedAt);
    deployed = deployed.compose(done -> vertx.deployVerticle(desk)).onSuccess(deployments::add);
    routes.add(new NodeRoutes(vertx, this::nodes));
    routes.add(new WebAppRoutes());
    limits =
        new EdgeLimits(
            vertx, tag, config.limits().access(), config.http().trustedProxies(), System::nanoTime);
    edgeMetrics = measure();
    // Vert.x has two event loops for each processor. A message between peers on two loops has to
    // wake the other one, so clients are on half of them; the rest is for the verticles.
    DeploymentOptions oneForEachProcessor =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    deployed =
        deployed
            .compose(done -> vertx.deployVerticle(this::edge, oneForEachProcessor))
            .onSuccess(deployments::add);
    if (config.management().port().isEmpty()) {
      return deployed;
    }
    return deployed.compose(done -> vertx.deployVerticle(management()));
  }

  private List<NodeTag> nodes() {
    return membership == null ? List.of(tag) : membership.nodes();
  }

  /** The rooms, and who is told of what happens to them. */
  private Future<?> deployRooms(NodeSecrets secrets) {
    return store
        .webhooks(vertx, clock)
        .compose(
            webhookStore -> {
              KnownWebhooks known = new KnownWebhooks(webhookStore);
              RoomsVerticle rooms =
                  new RoomsVerticle(
                      clock, config.rooms(), resumeWindow, gate(), store.rooms(), known);
              Seal seal = Seal.of(secrets.signingKey());
              WebhooksVerticle webhooks =
                  new WebhooksVerticle(
                      new Deliveries.Parts(vertx, tag, webhookStore, known, seal, gate(), clock),
                      store.rooms(),
                      config.webhooks());
              routes.add(new RoomsRoutes(vertx, publicUrl, qualityReports()));
              routes.add(new WebhookRoutes(vertx, webhooks::webhooks));
              return vertx
                  .deployVerticle(rooms)
                  .onSuccess(deployments::add)
                  .compose(done -> vertx.deployVerticle(webhooks))
                  .onSuccess(deployments::add);
            });
  }

  /** Nothing is measured where no management port shows it. */
  private Optional<EdgeMetrics> measure() {
    if (config.management().port().isEmpty()) {
      return Optional.empty();
    }
    metrics = new NodeMetrics();
    return Optional.of(new EdgeMetrics(metrics.registry(), readiness));
  }

  private ManagementVerticle management() {
    if (signaling != null) {
      metrics.add(signaling.metrics());
    }
    if (turn != null) {
      metrics.add(turn.metrics());
    }
    if (membership != null) {
      metrics.add(membership.metrics());
    }
    return new ManagementVerticle(config.management(), readiness, new MetricsRoutes(metrics));
  }

  private EdgeVerticle edge() {
    int requestSeconds = config.limits().deadlines().requestSeconds();
    return new EdgeVerticle(
        config.http(), requestSeconds, publicUrl, readiness, limits, edgeMetrics, routes);
  }

  private AllowedOrigins origins() {
    return AllowedOrigins.of(config.http().allowedOrigins(), publicUrl.base());
  }

  /** A single node makes a room to try at once; in a cluster every node's start would make one. */
  private Future<Welcome> welcome(NodeSecrets secrets) {
    if (config.cluster().enabled()
        || !config.verticles().containsAll(List.of(VerticleName.values()))) {
      return Future.succeededFuture(
          new Welcome(publicUrl.base(), secrets.newApiKey(), Optional.empty()));
    }
    return SampleRoom.link(vertx, publicUrl)
        .map(link -> new Welcome(publicUrl.base(), secrets.newApiKey(), Optional.of(link)));
  }
}
