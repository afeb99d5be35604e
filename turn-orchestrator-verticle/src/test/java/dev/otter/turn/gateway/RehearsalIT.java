package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway takes over what there never was when it opens, and nothing is left of it. */
class RehearsalIT {

  @TempDir private Path directory;

  private final NodeTag self = NodeTag.random();

  /** What was written of sessions, and what they are in the end. */
  private final List<String> written = new CopyOnWriteArrayList<>();

  private final Map<String, Boolean> left = new ConcurrentHashMap<>();

  @Test
  void relaysTakeItTheStoreDecidesAndNothingIsCountedOrLeft() throws Exception {
    Vertx vertx = TestGateway.vertx();
    LocalKeyValueStores stores = new LocalKeyValueStores(vertx, System::nanoTime);
    stores.open("turn-gateway").watch(this::changed).await();
    GatewayCluster alone =
        new GatewayCluster(self, Optional.empty(), stores, ServingGate.ALWAYS_OPEN);
    String loopback = TestGateway.LOOPBACK.getHostAddress();
    try (TestGateway test =
        new TestGateway(
            vertx,
            vertx,
            directory,
            List.of(),
            alone,
            TestGateway.at(loopback, FreePorts.next()),
            false)) {
      test.gateway.publicAddress(TestGateway.LOOPBACK);
      RunningRelay relay = test.launch();
      test.open();

      Future<Void> rehearsed = test.gateway.rehearsed();
      TestGateway.until("it is rehearsed", rehearsed::isComplete);
      assertThat(rehearsed.succeeded()).as(String.valueOf(rehearsed.cause())).isTrue();
      TestGateway.until("nothing is left at the relay", () -> test.allocations(relay) == 0);
      assertThat(test.moves()).isZero();
      assertThat(test.takeOvers()).isZero();
      assertThat(test.metric("otter.gateway.sessions")).isZero();
      assertThat(test.metric("otter.gateway.sessions.elsewhere")).isZero();
      for (DropReason reason : DropReason.values()) {
        assertThat(test.drops(reason)).as(reason.label()).isZero();
      }

      TestGateway.until("nothing is left in the store", () -> !left.containsValue(true));
      // Of a node that is dead to this one; all where no other node looks.
      assertThat(written).anyMatch(record -> record.contains("\"owner\":\"" + self + "\""));
      assertThat(left.keySet()).isNotEmpty().allMatch(key -> key.startsWith("session/" + self));
    } finally {
      vertx.close();
    }
  }

  private void changed(KeyValueChange change) {
    if (change.key().startsWith("session/")) {
      change.value().ifPresent(written::add);
      left.put(change.key(), change.value().isPresent());
    }
  }
}
