package dev.otter.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.cluster.Joiner;
import dev.otter.contract.config.HostAndPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts this process's member of Hazelcast. By a door of Hazelcast that is not part of its API,
 * since the joiner cannot be chosen otherwise; an upgrade that shuts it does not compile.
 */
final class HazelcastMember {

  private HazelcastMember() {}

  /**
   * Starts a member on a thread of its own.
   *
   * @return completes on that thread when the member has joined or is the first; fails as Hazelcast
   *     does, when its address cannot be bound
   */
  static Future<HazelcastInstance> start(Config config) {
    Promise<HazelcastInstance> started = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                started.complete(join(config));
              } catch (RuntimeException e) {
                started.fail(e);
              }
            },
            "otter-join");
    thread.start();
    return started.future();
  }

  /** Blocking. */
  private static HazelcastInstance join(Config config) {
    WithPromptJoiner context = new WithPromptJoiner();
    HazelcastInstance member =
        HazelcastInstanceFactory.newHazelcastInstance(config, config.getInstanceName(), context);
    member.getCluster().addMembershipListener(context.joiner);
    return member;
  }

  /**
   * Who is there by discovery, this member too. Blocking, for 5 s at most.
   *
   * @return empty where the members are configured
   */
  static Optional<Set<HostAndPort>> discovered(HazelcastInstance member) {
    PromptJoiner joiner =
        (PromptJoiner) ((HazelcastInstanceProxy) member).getOriginal().node.getJoiner();
    return joiner
        .discovered()
        .map(
            members ->
                members.now().stream()
                    .map(each -> new HostAndPort(each.getHost(), each.getPort()))
                    .collect(Collectors.toSet()));
  }

  /** What Hazelcast makes a member of. */
  private static final class WithPromptJoiner extends DefaultNodeContext {

    private PromptJoiner joiner;

    @Override
    public Joiner createJoiner(Node node) {
      joiner = new PromptJoiner(node);
      return joiner;
    }
  }
}
