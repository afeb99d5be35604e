package dev.otter.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.AskStanding;
import dev.otter.contract.cluster.ClusterView;
import dev.otter.contract.cluster.NodeLeaving;
import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.cluster.Standing;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.ClusterDiscovery;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.NodeLeft;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as a member of its cluster: hears what Hazelcast says of the members, lets {@link
 * ServingGuard} decide whether this side may serve, and tells the node and its verticles.
 */
public final class ClusterMembership {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
  private static final long TICK_MS = 1_000;

  /** Until it serves for the first time. */
  private static final long STARTING_TICK_MS = 200;

  /** A moment less than Hazelcast waits, which has to be certain for both sides. */
  private static final Duration MAX_SILENCE = Duration.ofMillis(9_500);

  private static final long MAPS_WHOLE_MS = 1_000;

  /** A merge brings several changes at once; and who joins needs a moment until it is known. */
  private static final long NEWS_AFTER_MS = 2_000;

  private static final long NEWS_AGAIN_AFTER_MS = 12_000;

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final ClusterConfig config;
  private final ServingSide side;
  private final PauseFence fence;
  private final WorkerExecutor blocking;
  private final ClusterPeers peers;
  private final MemberProbe probe;
  private final BusReplies replies;
  private final Context context;
  private final ClusterMember self;
  private final ExpectedMembers expected;
  private final ClusterMetrics metrics;
  private final NodeTag tag;
  private final Promise<Void> firstServing = Promise.promise();
  private final ScheduledExecutorService pulse =
      Executors.newSingleThreadScheduledExecutor(ClusterMembership::pulseThread);
  private ServingGuard guard;
  private boolean askingMaps;
  private long newsTimer = -1;
  private long newsAgainTimer = -1;

  ClusterMembership(
      Vertx vertx,
      VertxCluster manager,
      ClusterConfig config,
      NodeTag tag,
      ServingSide side,
      PauseFence fence) {
    this.vertx = vertx;
    this.hazelcast = manager.getHazelcastInstance();
    this.config = config;
    this.tag = tag;
    this.side = side;
    this.fence = fence;
    this.blocking = vertx.createSharedWorkerExecutor("otter-cluster", 2);
    this.peers = new ClusterPeers(vertx, manager, tag, blocking);
    this.probe = new MemberProbe(vertx);
    this.replies = new BusReplies(vertx);
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.self = ClusterMember.of(hazelcast.getCluster().getLocalMember());
    this.expected = new ExpectedMembers(config, hazelcast, self);
    this.metrics = new ClusterMetrics(() -> members().size(), side);
  }

  private static Thread pulseThread(Runnable task) {
    Thread thread = new Thread(task, "otter-pulse");
    thread.setDaemon(true);
    return thread;
  }

  /** The node's Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** What the nodes of the cluster share and let pass away. */
  public KeyValueStores keyValueStores() {
    return new HazelcastKeyValueStores(vertx, hazelcast);
  }

  /** How many rooms are in the part of their map that is this node's. Not on an event loop. */
  public int roomsHeld() {
    long held = hazelcast.getMap(RoomMap.NAME).getLocalMapStats().getOwnedEntryCount();
    return Math.toIntExact(held);
  }

  /** The nodes that are in the cluster now, the oldest first. */
  public List<NodeTag> nodes() {
    return members().stream().map(ClusterMember::tag).toList();
  }

  /** Whether this node may act for the cluster. */
  public ServingGate gate() {
    return side;
  }

  /** What this node measures of its cluster. */
  public MeterBinder metrics() {
    return metrics;
  }

  /**
   * Begins to watch. The codecs of the bus must be registered.
   *
   * @param onServing run each time this node can serve
   * @param onCutOff run with a reason when it cannot, and every second for as long
   * @param onMerging run when it cannot for some moments, and its clients should stay
   * @return completes when this node serves for the first time
   */
  public Future<Void> start(Runnable onServing, Consumer<String> onCutOff, Runnable onMerging) {
    return vertx
        .executeBlocking(expected::now, false)
        .compose(
            members -> {
              guard =
                  new ServingGuard(
                      self.name(),
                      new ClusterView(0, members),
                      new Sight(),
                      side,
                      fence,
                      new BusSilence(System::nanoTime, MAX_SILENCE),
                      new Listener(onServing, onCutOff, onMerging));
              Promise<Void> begun = Promise.promise();
              context.runOnContext(go -> begin().onComplete(begun));
              return begun.future();
            })
        .compose(begun -> firstServing.future());
  }

  private Future<Void> begin() {
    return Future.all(
            replies.answer(
                BusAddress.NODE_STANDING.at(tag),
                AskStanding.class,
                question ->
                    Future.succeededFuture(
                        guard.answer(question, peers.reached(question.asker())))),
            replies.answer(
                BusAddress.NODE_LEAVING.at(tag),
                NodeLeaving.class,
                leaving -> {
                  guard.onLeaving(leaving.member());
                  return Future.succeededFuture(leaving);
                }))
        .map(
            answering -> {
              hazelcast.getCluster().addMembershipListener(new Members());
              hazelcast.getLifecycleService().addLifecycleListener(this::onLifecycle);
              beginPulse();
              guard.evaluate();
              long starting = vertx.setPeriodic(STARTING_TICK_MS, timer -> guard.evaluate());
              firstServing.future().onComplete(done -> vertx.cancelTimer(starting));
              if (config.discovery() == ClusterDiscovery.KUBERNETES) {
                expectAgain();
              }
              vertx.setPeriodic(TICK_MS, timer -> guard.tick());
              return null;
            });
  }

  private void beginPulse() {
    ScheduledFuture<?> unused =
        pulse.scheduleAtFixedRate(
            () -> {
              if (fence.pulse()) {
                context.runOnContext(go -> guard.onPause());
              }
            },
            0,
            PauseFence.PULSE.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Tells the others that this node leaves in order, before {@link Vertx#close}.
   *
   * @return completes when they know, or soon after
   */
  public Future<Void> leave() {
    pulse.shutdownNow();
    List<ClusterMember> others =
        members().stream().filter(each -> !each.name().equals(self.name())).toList();
    return peers.sayGoodbye(others, self.name());
  }

  /**
   * Before that, reads and writes may hang. Not asked at the first start, where all nodes move
   * partitions to each other and nothing was lost. The question itself may hang; then it is not
   * asked again until it has ended.
   */
  private Future<Boolean> mapsWhole() {
    if (!firstServing.future().isComplete()) {
      return Future.succeededFuture(true);
    }
    if (askingMaps) {
      return Future.succeededFuture(false);
    }
    askingMaps = true;
    return blocking
        .executeBlocking(() -> hazelcast.getPartitionService().isClusterSafe())
        .onComplete(done -> askingMaps = false)
        .timeout(MAPS_WHOLE_MS, TimeUnit.MILLISECONDS)
        .otherwise(false);
  }

  private List<ClusterMember> members() {
    return hazelcast.getCluster().getMembers().stream().map(ClusterMember::of).toList();
  }

  /** Pods may have come and gone since: asked again until this node serves. */
  private void expectAgain() {
    vertx.setTimer(
        TICK_MS,
        timer ->
            blocking
                .executeBlocking(expected::now)
                .onSuccess(guard::expect)
                .onComplete(
                    done -> {
                      if (!firstServing.future().isComplete()) {
                        expectAgain();
                      }
                    }));
  }

  private void onLifecycle(LifecycleEvent event) {
    switch (event.getState()) {
      case MERGING -> {
        // At once: the entries are collected right after this.
        side.merging(true);
        metrics.merging();
        context.runOnContext(go -> guard.onMerging());
      }
      case MERGED, MERGE_FAILED -> context.runOnContext(go -> guard.onMerged());
      default -> LOG.debug("lifecycle state={}", event.getState());
    }
  }

  /** Looks for the guard. */
  private final class Sight implements ClusterSight {

    @Override
    public List<ClusterMember> members() {
      return ClusterMembership.this.members();
    }

    @Override
    public Future<ProbeVerdict> probe(HostAndPort member) {
      return probe.probe(member);
    }

    @Override
    public Future<Map<ClusterMember, Standing>> ask(List<ClusterMember> others) {
      return peers.ask(others);
    }

    @Override
    public Future<Boolean> mapsWhole() {
      return ClusterMembership.this.mapsWhole();
    }
  }

  /** Hazelcast's word on members, brought to the guard's context. */
  private final class Members implements MembershipListener {

    @Override
    public void memberAdded(MembershipEvent event) {
      ClusterMember member = ClusterMember.of(event.getMember());
      context.runOnContext(go -> guard.onAdded(member));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      ClusterMember member = ClusterMember.of(event.getMember());
      context.runOnContext(go -> guard.onRemoved(member));
    }
  }

  /** Passes on what the guard decides. */
  private final class Listener implements StandingListener {

    private final Runnable toServing;
    private final Consumer<String> toCutOff;
    private final Runnable toMerging;
    private boolean cutOff;

    private Listener(Runnable toServing, Consumer<String> toCutOff, Runnable toMerging) {
      this.toServing = toServing;
      this.toCutOff = toCutOff;
      this.toMerging = toMerging;
    }

    @Override
    public void onServing() {
      cutOff = false;
      toServing.run();
      firstServing.tryComplete();
    }

    @Override
    public void onCutOff(String why) {
      if (!cutOff && firstServing.future().isComplete()) {
        cutOff = true;
        metrics.cutOff();
      }
      toCutOff.accept(why);
    }

    @Override
    public void onMerging() {
      toMerging.run();
    }

    @Override
    public void onLost(NodeTag node) {
      metrics.lost();
      local(BusAddress.NODE_LEFT, new NodeLeft(node));
    }

    @Override
    public void onViewChange() {
      vertx.cancelTimer(newsTimer);
      vertx.cancelTimer(newsAgainTimer);
      newsTimer = vertx.setTimer(NEWS_AFTER_MS, timer -> sayWhoIsPresent());
      newsAgainTimer = vertx.setTimer(NEWS_AGAIN_AFTER_MS, timer -> sayWhoIsPresent());
    }

    private void sayWhoIsPresent() {
      local(
          BusAddress.NODES_PRESENT,
          new NodesPresent(members().stream().map(ClusterMember::tag).toList()));
    }

    private void local(BusAddress address, Record news) {
      vertx.eventBus().publish(address.address(), news, new DeliveryOptions().setLocalOnly(true));
    }
  }
}
