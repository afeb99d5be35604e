package dev.otter.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The cluster manager of Vert.x, with a member of Hazelcast that {@link HazelcastMember} has
 * started. Vert.x would leave such a member running when it closes; this one ends it.
 *
 * <p>When members come and go, Vert.x reads and writes maps on the thread that brings the news, and
 * right after a death that may take seconds. Hazelcast has five such threads and picks one for each
 * listener by chance, so others waited behind it: a killed node was then noticed after 2.4 s. Here
 * Vert.x has a thread of its own for that.
 */
// Not to wait for the lock that Vert.x holds meanwhile is what the overriding is for.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class VertxCluster extends HazelcastClusterManager {

  private final HazelcastInstance member;
  private final ExecutorService upkeep =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "otter-bus-upkeep");
            thread.setDaemon(true);
            return thread;
          });
  private Vertx vertx;

  VertxCluster(HazelcastInstance member) {
    super(member);
    this.member = member;
  }

  @Override
  public void init(Vertx vertx) {
    super.init(vertx);
    this.vertx = vertx;
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    upkeep.execute(() -> super.memberAdded(event));
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    upkeep.execute(() -> super.memberRemoved(event));
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    upkeep.execute(() -> super.stateChanged(event));
  }

  /**
   * Publishes all registrations of this node's event bus again, as after a merge; may be done
   * twice. Blocking.
   */
  void publishAgain() {
    super.stateChanged(new LifecycleEvent(LifecycleEvent.LifecycleState.MERGED));
  }

  @Override
  public void leave(Completable<Void> promise) {
    super.leave(
        (left, failure) ->
            vertx
                .<Void>executeBlocking(
                    () -> {
                      upkeep.shutdown();
                      member.shutdown();
                      return null;
                    })
                .onComplete(promise));
  }
}
