package dev.otter.launcher;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.VerticleName;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.ResumeWindow;
import dev.otter.edge.Readiness;
import dev.otter.logs.NodeLog;
import dev.otter.secrets.NodeSecrets;
import dev.otter.secrets.SecretsAgreement;
import dev.otter.signaling.SignalingVerticle;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node, started in this order and stopped in the reverse one: Vert.x and the cluster ({@link
 * NodeCluster}), the store and the secrets, the verticles that the configuration picks ({@link
 * NodeParts}), and its ports ({@link NodeEdge}).
 */
public final class OtterNode {

  private static final Logger LOG = LoggerFactory.getLogger(OtterNode.class);

  /** How many seconds stopping may take beyond the drain. */
  public static final int STOP_TIMEOUT_SECONDS = 10;

  private final NodeBasis basis;
  private final NodeTag tag;
  private final Readiness readiness;
  private volatile NodeCluster cluster;
  private volatile NodeStore store;
  private volatile NodeTraces traces;
  private volatile Deployments deployments;
  private volatile NodeParts parts;
  private volatile NodeEdge edge;

  /** Makes a node that is not started. */
  public OtterNode(OtterConfig config) {
    this(config, ResumeWindow.DEFAULT);
  }

  /** Makes a node that is not started, with another resume window: for tests. */
  public OtterNode(OtterConfig config, Duration resumeWindow) {
    this(config, resumeWindow, InstantSource.system());
  }

  /** Makes a node that is not started, with another time of day: for tests. */
  public OtterNode(OtterConfig config, Duration resumeWindow, InstantSource clock) {
    this.basis = NodeBasis.of(config, resumeWindow, clock);
    this.tag = basis.tag();
    this.readiness = basis.readiness();
  }

  /** Starts the node; completes when it is ready. */
  public Future<Welcome> start() {
    NodeLog.of(tag);
    OtterConfig config = basis.config();
    return NodeCluster.join(config.cluster(), tag)
        .compose(
            joined -> {
              cluster = joined;
              deployments = new Deployments(joined.vertx());
              BusCodecs.register(joined.vertx());
              traces = NodeTraces.start(joined.vertx(), basis);
              // A database takes its time to connect and to look through.
              return Future.all(serving(), openStore());
            })
        .compose(there -> new SecretsAgreement(cluster.vertx(), config, basis.clock()).reach())
        .compose(secrets -> deploy(secrets).compose(deployed -> welcome(secrets)))
        .onSuccess(
            welcome -> {
              readiness.to(Readiness.State.READY);
              LOG.info("ready nodeId={} page={}", tag, publicUrl().base());
            });
  }

  /** The base of this node's links; known once it has started. */
  public PublicUrl publicUrl() {
    return basis.publicUrl();
  }

  /**
   * How often this node has read the room map to route a message: at most once per call.
   *
   * @return 0 where the node does no signaling
   */
  public long roomLookups() {
    return signaling().map(SignalingVerticle::roomLookups).orElse(0L);
  }

  /**
   * How many clients this node holds.
   *
   * @return 0 where the node does no signaling
   */
  public int connections() {
    return signaling().map(SignalingVerticle::connections).orElse(0);
  }

  /** What the modules of this node have mounted; known once it has started. */
  public List<HttpRoutes> routes() {
    return parts.routes();
  }

  /** Stops the node; completes when clients, cluster and ports are let go. */
  public Future<Void> stop() {
    readiness.to(Readiness.State.DRAINING);
    if (cluster == null) {
      return Future.succeededFuture();
    }
    LOG.info("stopping nodeId={}", tag);
    // While the edge is still there, so that clients get a close frame that says why.
    Future<Void> drained =
        signaling().map(each -> each.drain(basis.drainTime())).orElseGet(Future::succeededFuture);
    return drained
        .transform(done -> deployments.undeploy())
        .transform(done -> store == null ? Future.succeededFuture() : store.close())
        .transform(done -> traces.close())
        .transform(done -> cluster.leave())
        .transform(done -> cluster.close())
        .onComplete(
            closed -> {
              if (edge != null) {
                edge.close();
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
      long bound = basis.drainTime().toSeconds() + STOP_TIMEOUT_SECONDS;
      stop().toCompletionStage().toCompletableFuture().get(bound, TimeUnit.SECONDS);
      return wasReady;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the node did not stop in order nodeId={}", tag, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Optional<SignalingVerticle> signaling() {
    return parts == null ? Optional.empty() : parts.signaling();
  }

  /** Waits until this node belongs to a side of its cluster that may serve. */
  private Future<Void> serving() {
    return cluster.serving(readiness::connected, this::onCutOff, this::onMerging);
  }

  /** Clients that are sent away here come back on the other side. */
  private void onCutOff(String why) {
    readiness.cutOff(why);
    signaling().ifPresent(SignalingVerticle::sendAway);
  }

  private void onMerging() {
    readiness.cutOff("its cluster is being put together again");
  }

  private Future<NodeStore> openStore() {
    return NodeStore.open(cluster.vertx(), basis.config())
        .onSuccess(
            opened -> {
              store = opened;
              opened.standing().ifPresent(readiness::store);
            });
  }

  private Future<?> deploy(NodeSecrets secrets) {
    parts = new NodeParts(basis, cluster, store, deployments);
    edge = new NodeEdge(basis, cluster, parts, deployments);
    return parts.deploy(secrets).compose(done -> edge.deploy());
  }

  /** A single node makes a room to try at once; in a cluster every node's start would make one. */
  private Future<Welcome> welcome(NodeSecrets secrets) {
    OtterConfig config = basis.config();
    if (config.cluster().enabled()
        || !config.verticles().containsAll(List.of(VerticleName.values()))) {
      return Future.succeededFuture(
          new Welcome(publicUrl().base(), secrets.newApiKey(), Optional.empty()));
    }
    return SampleRoom.link(cluster.vertx(), publicUrl())
        .map(link -> new Welcome(publicUrl().base(), secrets.newApiKey(), Optional.of(link)));
  }
}
