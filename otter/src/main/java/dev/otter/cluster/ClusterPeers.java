package dev.otter.cluster;

import com.hazelcast.core.HazelcastInstance;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.cluster.AskStanding;
import dev.otter.contract.cluster.NodeLeaving;
import dev.otter.contract.cluster.Standing;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other members how they stand, over the event bus, and so finds out whether the bus leads
 * to them. The registrations of the event bus can be lost after a cut (vert.x #4394). Where an
 * answer fails to come, or the other says that this node's did, this node looks whether its own are
 * still there, and publishes them again if not. Belongs to the context of {@link ServingGuard}.
 */
final class ClusterPeers {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterPeers.class);
  private static final long ANSWER_MS = 1_500;
  private static final long GOODBYE_MS = 500;

  /** One missed answer may be a busy moment. */
  private static final int MISSES_BEFORE_CHECK = 2;

  private static final long CHECK_PAUSE_MS = 2_000;

  /** Who asked before remembers the way, so a loss may show only when somebody new asks. */
  private static final int ROUNDS_BETWEEN_CHECKS = 10;

  private final Vertx vertx;
  private final VertxCluster manager;
  private final NodeTag self;
  private final WorkerExecutor blocking;
  private final BusRequests bus;
  private final Map<NodeTag, Integer> misses = new HashMap<>();
  private boolean checking;
  private long rounds;

  ClusterPeers(Vertx vertx, VertxCluster manager, NodeTag self, WorkerExecutor blocking) {
    this.vertx = vertx;
    this.manager = manager;
    this.self = self;
    this.blocking = blocking;
    this.bus = new BusRequests(vertx);
  }

  /** Whether the last question to a node was answered; true when it was not asked yet. */
  boolean reached(NodeTag node) {
    return !misses.containsKey(node);
  }

  /**
   * Asks all.
   *
   * @param others the other members of Hazelcast's list
   * @return the answers that came in time, by member; never fails
   */
  Future<Map<ClusterMember, Standing>> ask(List<ClusterMember> others) {
    if (++rounds % ROUNDS_BETWEEN_CHECKS == 0) {
      check(self);
    }
    misses.keySet().retainAll(others.stream().map(ClusterMember::tag).toList());
    Map<ClusterMember, Standing> answers = new HashMap<>();
    return Future.join(others.stream().map(other -> ask(other, answers)).toList())
        .transform(done -> Future.succeededFuture(answers));
  }

  private Future<Standing> ask(ClusterMember other, Map<ClusterMember, Standing> answers) {
    AskStanding question = new AskStanding(self, reached(other.tag()));
    return bus.ask(BusAddress.NODE_STANDING, other.tag(), question, Standing.class)
        .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
        .onSuccess(
            standing -> {
              misses.remove(other.tag());
              answers.put(other, standing);
              if (standing.member() && !standing.reached()) {
                check(other.tag());
              }
            })
        .onFailure(
            failure -> {
              if (misses.merge(other.tag(), 1, Integer::sum) >= MISSES_BEFORE_CHECK) {
                check(other.tag());
              }
            });
  }

  /**
   * Looks whether what leads to this node is there for all, and if not, publishes it again: the
   * cluster manager does so after a merge, and it may be done twice. It may block for long while
   * partitions move, so it has a thread of its own, and is never done twice at once.
   */
  private void check(NodeTag because) {
    if (checking) {
      return;
    }
    checking = true;
    blocking
        .executeBlocking(
            () -> {
              if (!published()) {
                LOG.warn("not to be found on the event bus, publishing again node={}", because);
                manager.publishAgain();
              }
              return null;
            })
        .onFailure(failure -> LOG.warn("could not look at the registrations", failure))
        .onComplete(done -> vertx.setTimer(CHECK_PAUSE_MS, timer -> checking = false));
  }

  /** Blocking. */
  private boolean published() {
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    return hazelcast
            .getMultiMap(HazelcastConfiguration.REGISTRATIONS)
            .containsKey(BusAddress.NODE_STANDING.at(self))
        && hazelcast.getMap(HazelcastConfiguration.NODE_ADDRESSES).containsKey(manager.getNodeId());
  }

  /** Tells all that this node leaves; completes when they know, or have had their time. */
  Future<Void> sayGoodbye(List<ClusterMember> others, String address) {
    return Future.join(
            others.stream()
                .map(
                    other ->
                        bus.ask(
                                BusAddress.NODE_LEAVING,
                                other.tag(),
                                new NodeLeaving(address),
                                NodeLeaving.class)
                            .timeout(GOODBYE_MS, TimeUnit.MILLISECONDS))
                .toList())
        .transform(told -> Future.succeededFuture());
  }
}
