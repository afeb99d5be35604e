package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;
import dev.otter.testing.Eventually;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members of Hazelcast as Otter starts them, without what is above them. */
class HazelcastMemberIT {

  private static final int BOUND_SECONDS = 60;
  private static final int SOCKET_TIMEOUT_MS = 10_000;

  private final List<HazelcastInstance> members = new ArrayList<>();

  @AfterEach
  void stopMembers() {
    members.forEach(each -> each.getLifecycleService().terminate());
  }

  @Test
  void threeStartedAtTheSameMomentAreOneCluster() throws Exception {
    List<HostAndPort> all =
        IntStream.range(0, 3)
            .mapToObj(each -> new HostAndPort("127.0.0.1", FreePorts.next()))
            .toList();

    List<Future<HazelcastInstance>> starting =
        all.stream().map(each -> HazelcastMember.start(config(each, all))).toList();
    for (Future<HazelcastInstance> each : starting) {
      members.add(each.await(BOUND_SECONDS, TimeUnit.SECONDS));
    }

    // The last to join knows all; the one before it is told a moment later.
    Eventually.within(
        Duration.ofSeconds(BOUND_SECONDS),
        "each knows three",
        () -> members.stream().allMatch(each -> each.getCluster().getMembers().size() == 3));
  }

  /** Its own clients may read and write every map. */
  @Test
  void noClientOfHazelcastGetsIn() throws Exception {
    HostAndPort address = new HostAndPort("127.0.0.1", FreePorts.next());
    members.add(
        HazelcastMember.start(config(address, List.of(address)))
            .await(BOUND_SECONDS, TimeUnit.SECONDS));

    assertThat(answer(address, "HZC")).isEqualTo("HZC");
    assertThat(answer(address, "CP2")).isNotEqualTo("CP2");
    assertThat(answer(address, "GET")).doesNotContain("HTTP");
  }

  /** Vert.x reads and writes maps then, which may take seconds when a member has just died. */
  @Test
  void newsOfMembersGoesOnWhileVertxIsBusyWithIt() throws Exception {
    HostAndPort address = new HostAndPort("127.0.0.1", FreePorts.next());
    HazelcastInstance member =
        HazelcastMember.start(config(address, List.of(address)))
            .await(BOUND_SECONDS, TimeUnit.SECONDS);
    members.add(member);
    VertxCluster manager = new VertxCluster(member);
    Cluster cluster = member.getCluster();
    MembershipEvent event =
        new MembershipEvent(
            cluster,
            cluster.getLocalMember(),
            MembershipEvent.MEMBER_REMOVED,
            Set.of(cluster.getLocalMember()));

    CompletableFuture<Void> told = new CompletableFuture<>();
    // Vert.x does its part under this lock.
    synchronized (manager) {
      new Thread(
              () -> {
                manager.memberAdded(event);
                manager.memberRemoved(event);
                manager.stateChanged(new LifecycleEvent(LifecycleEvent.LifecycleState.MERGED));
                told.complete(null);
              })
          .start();

      assertThat(told).succeedsWithin(BOUND_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Config config(HostAndPort address, List<HostAndPort> all) {
    return HazelcastConfiguration.of(
        new ClusterConfig(true, address.host(), address.port(), 0, all),
        NodeTag.random(),
        new ServingSide(new PauseFence(System::nanoTime, ClusteredVertx.MAX_PAUSE)));
  }

  /** What comes back until the end, or three bytes of it. */
  private static String answer(HostAndPort address, String greeting) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
      socket.setSoTimeout(SOCKET_TIMEOUT_MS);
      socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(3), StandardCharsets.US_ASCII);
    }
  }
}
