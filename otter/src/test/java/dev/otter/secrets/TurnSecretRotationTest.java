package dev.otter.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.auth.ApiKey;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.turn.AskTurnSecret;
import dev.otter.contract.turn.TurnSecretStanding;
import dev.otter.testing.TestNode;
import dev.otter.turn.testing.HandClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a rotation begins, goes on and ends, and when it is refused. The nodes are played. */
class TurnSecretRotationTest {

  private static final TurnConfig OURS = new TurnConfig(TurnDriver.PROCESS, List.of(), List.of());
  private static final KeyId KEY = new KeyId("k1");

  private final Vertx vertx = Vertx.vertx();
  private final HandClock clock = new HandClock();
  private final NodeTag first = NodeTag.random();
  private final NodeTag second = NodeTag.random();
  private final List<NodeTag> nodes = new ArrayList<>(List.of(first, second));
  private final Map<NodeTag, TurnSecretStanding> standings = new ConcurrentHashMap<>();
  private final TurnSecretRotation onFirst = rotation(first, OURS);
  private final TurnSecretRotation onSecond = rotation(second, OURS);
  private ClusterSecrets before;

  @BeforeEach
  void agree() {
    BusCodecs.register(vertx);
    before = ClusterSecrets.random(ApiKey.random());
    TestNode.await(new AgreedSecrets(vertx).putIfAbsent(before));
    nodes.forEach(
        tag -> {
          standings.put(tag, new TurnSecretStanding(tag, 0, true, null));
          TestNode.await(
              new BusReplies(vertx)
                  .answer(
                      BusAddress.TURN_SECRET_STANDING.at(tag),
                      AskTurnSecret.class,
                      question -> Future.succeededFuture(standings.get(tag))));
        });
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  private TurnSecretRotation rotation(NodeTag tag, TurnConfig turn) {
    return new TurnSecretRotation(
        new TurnSecretRotation.Node(
            vertx, tag, turn, () -> List.copyOf(nodes), ServingGate.ALWAYS_OPEN, clock));
  }

  private ClusterSecrets agreed() {
    return TestNode.await(onFirst.agreed(null)).secrets();
  }

  private void advance(TurnSecretRotation on) {
    TestNode.await(on.agreed(null).compose(on::advance));
  }

  private void says(NodeTag tag, int number, boolean ready) {
    standings.put(tag, new TurnSecretStanding(tag, number, ready, null));
  }

  private static void refused(Future<?> rotating, ErrorCode code, String... words) {
    assertThatThrownBy(() -> TestNode.await(rotating))
        .cause()
        .isInstanceOfSatisfying(
            RefusedException.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
        .hasMessageContainingAll(words);
  }

  @Test
  void theNewSecretSignsWhenAllNodesKnowItAndTheOldOneEndsAfterItsCredentials() {
    assertThat(TestNode.await(onSecond.rotate(KEY)).rotatedAt()).isEmpty();
    String fresh = agreed().rotation().next();
    assertThat(agreed().turnSecrets()).containsExactly(before.turnSecret(), fresh);

    says(first, 1, true);
    says(second, 1, false);
    advance(onFirst);
    assertThat(agreed().turnSecret()).as("one waits").isEqualTo(before.turnSecret());
    refused(onFirst.rotate(KEY), ErrorCode.TURN_SECRET_ROTATING, second.value());
    says(second, 1, true);
    advance(onSecond);
    assertThat(agreed().turnSecret()).as("the oldest acts").isEqualTo(before.turnSecret());
    advance(onFirst);
    assertThat(agreed().turnSecrets()).containsExactly(fresh, before.turnSecret());

    String until = clock.instant().plus(TurnSecretRotation.OVERLAP).toString();
    refused(onSecond.rotate(KEY), ErrorCode.TURN_SECRET_ROTATING, "again from " + until + " on");
    clock.advance(TurnSecretRotation.OVERLAP.minusMillis(1));
    advance(onFirst);
    assertThat(agreed().turnSecrets()).hasSize(2);
    clock.advance(TurnSecretRotation.OVERLAP);
    advance(onFirst);
    assertThat(agreed().turnSecrets()).containsExactly(fresh);

    TestNode.await(onSecond.rotate(KEY));
    assertThat(agreed().rotation().number()).isEqualTo(2);
  }

  @Test
  void ofTwoOperatorsAtOnceOneRotatesAndTheOtherIsTold() {
    List<Future<TurnSecretRotation.State>> both =
        List.of(onFirst.rotate(KEY), onSecond.rotate(KEY));
    TestNode.await(Future.join(both).otherwiseEmpty());

    assertThat(both).filteredOn(Future::succeeded).hasSize(1);
    refused(
        both.stream().filter(Future::failed).findFirst().orElseThrow(),
        ErrorCode.TURN_SECRET_ROTATING,
        "TURN secret");
    assertThat(agreed().rotation().number()).isEqualTo(1);
  }

  @Test
  void whoHasReadWhatIsNoMoreThereChangesNothing() {
    AgreedSecrets secrets = new AgreedSecrets(vertx);
    AgreedSecrets.Entry read = TestNode.await(secrets.read());
    ClusterSecrets one = before.preparing("one", 1, clock.instant());
    ClusterSecrets other = before.preparing("other", 1, clock.instant());

    assertThat(TestNode.await(secrets.replace(read, one))).isTrue();
    assertThat(TestNode.await(secrets.replace(read, other))).isFalse();
    assertThat(agreed()).isEqualTo(one);
  }

  @Test
  void aSecretOfTheConfigurationIsRotatedThere() {
    TurnConfig own =
        new TurnConfig(TurnDriver.PROCESS, List.of(), List.of("a-secret-of-the-option"));
    assertThat(rotation(second, own).fixedHere()).contains("turn.secret");
    standings.put(second, new TurnSecretStanding(second, 0, true, "turn.secret"));

    refused(
        onFirst.rotate(KEY),
        ErrorCode.TURN_SECRET_CONFIGURED,
        second.value(),
        "the option turn.secret",
        "old,new on all nodes, then new,old, then new");
    assertThat(agreed()).isEqualTo(before);
  }

  @Test
  void serversOfSomebodyElseKnowTheirSecretFromThere() {
    TurnConfig others =
        new TurnConfig(TurnDriver.STATIC, List.of("turn:turn.example.com"), List.of());
    assertThat(rotation(second, others).fixedHere()).contains("turn.urls");
    standings.put(second, new TurnSecretStanding(second, 0, true, "turn.urls"));

    refused(
        onFirst.rotate(KEY),
        ErrorCode.TURN_SECRET_CONFIGURED,
        "turn.urls",
        "set it as turn.secret");
  }

  @Test
  void aNodeOfTheVersionBeforeWouldNotFollow() {
    NodeTag older = NodeTag.random();
    nodes.add(older);

    refused(onFirst.rotate(KEY), ErrorCode.TURN_SECRET_UNSURE, older.value());
    assertThat(agreed()).isEqualTo(before);
  }
}
