package dev.otter.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * The cluster manager of Vert.x with a member of Hazelcast that {@link HazelcastMember} has
 * started. Vert.x would leave such a member running when it closes; this one ends it.
 */
final class OwnedClusterManager extends HazelcastClusterManager {

  private final HazelcastInstance member;
  private Vertx vertx;

  OwnedClusterManager(HazelcastInstance member) {
    super(member);
    this.member = member;
  }

  @Override
  public void init(Vertx vertx) {
    super.init(vertx);
    this.vertx = vertx;
  }

  @Override
  public void leave(Completable<Void> promise) {
    super.leave(
        (left, failure) ->
            vertx
                .<Void>executeBlocking(
                    () -> {
                      member.shutdown();
                      return null;
                    })
                .onComplete(promise));
  }
}
