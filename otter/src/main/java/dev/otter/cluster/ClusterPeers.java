package dev.otter.cluster;

import com.hazelcast.core.LifecycleEvent;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.cluster.AskStanding;
import dev.otter.contract.cluster.NodeLeaving;
import dev.otter.contract.cluster.Standing;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other members how they stand, over the event bus, and so finds out whether the bus leads
 * to them. The registrations of the event bus can be lost after a cut (vert.x #4394). Where an
 * answer fails to come, or the other says that this node's did, this node publishes its own again
 * and forgets what it remembers of the others'. Belongs to the context of {@link ServingGuard}.
 */
final class ClusterPeers {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterPeers.class);
  private static final long ANSWER_MS = 1_500;
  private static final long GOODBYE_MS = 500;

  /** One missed answer may be a busy moment. */
  private static final int MISSES_BEFORE_REPAIR = 2;

  private static final long REPAIR_PAUSE_MS = 5_000;

  private final Vertx vertx;
  private final HazelcastClusterManager manager;
  private final NodeTag self;
  private final BusRequests bus;
  private final Map<NodeTag, Integer> misses = new HashMap<>();
  private boolean repaired;

  ClusterPeers(Vertx vertx, HazelcastClusterManager manager, NodeTag self) {
    this.vertx = vertx;
    this.manager = manager;
    this.self = self;
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
                repair(other.tag());
              }
            })
        .onFailure(
            failure -> {
              if (misses.merge(other.tag(), 1, Integer::sum) >= MISSES_BEFORE_REPAIR) {
                repair(other.tag());
              }
            });
  }

  /**
   * Lets the cluster manager do what it does after a merge: publish this node's registrations and
   * address, and forget those of others, which it then reads anew. All of it may be done twice.
   */
  private void repair(NodeTag because) {
    if (repaired) {
      return;
    }
    repaired = true;
    vertx.setTimer(REPAIR_PAUSE_MS, timer -> repaired = false);
    LOG.info("publishing the registrations on the event bus again because of node={}", because);
    vertx
        .executeBlocking(
            () -> {
              manager.stateChanged(new LifecycleEvent(LifecycleEvent.LifecycleState.MERGED));
              return null;
            },
            false)
        .onFailure(failure -> LOG.warn("could not publish the registrations", failure));
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
