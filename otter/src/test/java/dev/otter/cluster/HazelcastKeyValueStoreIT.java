package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store of a cluster, between two members as Otter starts them; a third one dies. */
class HazelcastKeyValueStoreIT extends KeyValueStoreContract {

  private static final int BOUND_SECONDS = 60;
  private static final List<HazelcastInstance> MEMBERS = new ArrayList<>();
  private static Vertx vertx;
  private static int tests;

  @BeforeAll
  static void startMembers() throws Exception {
    vertx = Vertx.vertx();
    List<HostAndPort> all =
        IntStream.range(0, 3)
            .mapToObj(each -> new HostAndPort("127.0.0.1", FreePorts.next()))
            .toList();
    for (HostAndPort each : all) {
      MEMBERS.add(
          HazelcastMember.start(
                  HazelcastConfiguration.of(
                      new ClusterConfig(true, each.host(), each.port(), 0, all),
                      NodeTag.random(),
                      new ServingSide(new PauseFence(System::nanoTime, ClusteredVertx.MAX_PAUSE))))
              .await(BOUND_SECONDS, TimeUnit.SECONDS));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    MEMBERS.forEach(each -> each.getLifecycleService().terminate());
    MEMBERS.clear();
    vertx.close().await(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  @BeforeEach
  void nextStore() {
    tests++;
  }

  @Override
  KeyValueStore here() {
    return store(0);
  }

  @Override
  KeyValueStore there() {
    return store(1);
  }

  @Test
  void whatWasWrittenOutlivesAMemberThatDies() {
    KeyValueStore dying = store(2);
    for (int i = 0; i < 300; i++) {
      now(dying.putIfAbsent("key " + i, "value " + i, Duration.ofMinutes(10)));
      now(dying.compareAndSet("key " + i, "value " + i, "next " + i, Duration.ofMinutes(10)));
    }

    MEMBERS.remove(2).getLifecycleService().terminate();

    for (int i = 0; i < 300; i++) {
      assertThat(now(here().get("key " + i))).isEqualTo(Optional.of("next " + i));
    }
  }

  @Test
  void whatIsReadAgainComesFromMemory() {
    now(there().put("key", "value", Duration.ofMinutes(10)));
    now(here().get("key"));
    long before = hits();

    for (int i = 0; i < 100; i++) {
      assertThat(now(here().get("key"))).contains("value");
    }

    // Now and then it is asked again.
    assertThat(hits() - before).isGreaterThan(50);
  }

  private static long hits() {
    return MEMBERS
        .get(0)
        .getMap(HazelcastKeyValueStores.PREFIX + "test-" + tests)
        .getLocalMapStats()
        .getNearCacheStats()
        .getHits();
  }

  private static KeyValueStore store(int member) {
    return new HazelcastKeyValueStores(vertx, MEMBERS.get(member)).open("test-" + tests);
  }
}
