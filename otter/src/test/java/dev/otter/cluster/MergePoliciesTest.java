package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomTerms;
import dev.otter.turn.testing.FreePorts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two entries stays after a cut, on an instance set up as a node's. */
class MergePoliciesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final RoomId ROOM = RoomId.random();

  private final ServingSide side = new ServingSide(new PauseFence(() -> 0, Duration.ofSeconds(8)));
  private HazelcastInstance hazelcast;

  @BeforeEach
  void start() {
    ClusterConfig cluster = new ClusterConfig(true, "127.0.0.1", FreePorts.next(), 0, List.of());
    Config config = HazelcastConfiguration.of(cluster, NodeTag.random(), side);
    hazelcast = Hazelcast.newHazelcastInstance(config);
  }

  @AfterEach
  void stop() {
    hazelcast.shutdown();
  }

  @ParameterizedTest
  @CsvSource({
    "serving, joined, existing",
    "cut off, joined, incoming",
    "serving, merging, incoming",
    "cut off, merging, existing"
  })
  void theEntryOfTheSideThatServedStays(String standing, String way, String stays) {
    side.serving(standing.equals("serving"));
    side.merging(way.equals("merging"));

    assertThat(policyOf("otter.room-names").merge(value("incoming"), value("existing")))
        .isEqualTo(stays);
    assertThat(policyOf("otter.rooms").merge(value(room(2, false)), value(room(3, false))))
        .isEqualTo(stays.equals("incoming") ? room(2, false) : room(3, false));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void closedStaysClosedWhoeverServed(boolean serving) {
    side.serving(serving);

    assertThat(policyOf("otter.rooms").merge(value(room(2, true)), value(room(3, false))))
        .isEqualTo(room(2, true));
    assertThat(policyOf("otter.rooms").merge(value(room(2, false)), value(room(3, true))))
        .isEqualTo(room(3, true));
  }

  @Test
  void whatOnlyOneSideHasIsNotLost() {
    side.serving(true);

    assertThat(policyOf("otter.rooms").merge(value(room(2, false)), null))
        .isEqualTo(room(2, false));
    assertThat(policyOf("otter.secrets").merge(value("incoming"), null)).isEqualTo("incoming");
  }

  /** As it comes over the network: made by its name, and told the instance that it is on. */
  private SplitBrainMergePolicy<Object, MergingValue<Object>, Object> policyOf(String map) {
    String name = hazelcast.getConfig().findMapConfig(map).getMergePolicyConfig().getPolicy();
    try {
      ServingSideMergePolicy policy =
          Class.forName(name)
              .asSubclass(ServingSideMergePolicy.class)
              .getConstructor()
              .newInstance();
      policy.setHazelcastInstance(hazelcast);
      return policy;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static String room(int maxParticipants, boolean closed) {
    return WireJson.write(
        new Room(
            ROOM,
            null,
            NOW,
            NOW,
            maxParticipants,
            closed,
            List.of(),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null));
  }

  private static MergingValue<Object> value(String text) {
    return new MergingValue<>() {
      @Override
      @SuppressWarnings("unchecked")
      public Object getDeserializedValue() {
        return text;
      }

      @Override
      public Object getRawValue() {
        return text;
      }
    };
  }
}
