package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which of a client's reports count, and in what order they are kept. */
@ExtendWith(VertxExtension.class)
class V1QualityTest {

  private static final RoomId ROOM = RoomId.random();
  private static final ConnectionId ME = ConnectionId.random(NodeTag.random());

  private final AtomicLong nowMs = new AtomicLong();
  private HeldStore store;
  private QualityReports reports;
  private SignalingNode node;
  private V1Quality quality;

  @BeforeEach
  void open(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    store = new HeldStore(new LocalKeyValueStores(vertx, System::nanoTime).open("quality"));
    reports = new QualityReports(name -> store, InstantSource.system());
    node =
        new SignalingNode(
            vertx,
            NodeTag.random(),
            new V1Limits(LimitsConfig.NONE, Duration.ofMinutes(1)),
            RoomMap.open(vertx).await(30, SECONDS),
            () -> TimeUnit.MILLISECONDS.toNanos(nowMs.get()),
            ServingGate.ALWAYS_OPEN,
            reports);
    quality = new V1Quality(node, TestConnections.claims(ROOM), () -> ME);
  }

  @Test
  void oneThatComesTooSoonIsPassedOverUnlessItIsTheLast() {
    take(1, null);
    nowMs.addAndGet(4_999);
    take(2, null);
    assertThat(kept().report().joinMs()).isEqualTo(1);
    nowMs.addAndGet(1);
    take(3, null);
    assertThat(kept().report().joinMs()).isEqualTo(3);
    take(4, "left");
    take(5, "no-path");
    quality.end("put-out");

    assertThat(kept().report().joinMs()).isEqualTo(4);
    assertThat(kept().report().end()).isEqualTo("left");
    assertThat(node.quality().keptSoFar()).isEqualTo(3);
    assertThat(node.quality().tooOftenSoFar()).isEqualTo(2);
  }

  @Test
  void theLastOneStaysThoughTheStoreIsSlow() {
    store.hold = true;
    take(1, null);
    take(2, "left");
    store.release();

    assertThat(kept().report().end()).isEqualTo("left");
  }

  @Test
  void theServersWordIsTheEndOfOneWhoSaidNone() {
    take(1, null);
    quality.end("put-out");

    assertThat(kept().report().end()).isEqualTo("put-out");
    assertThat(kept().report().joinMs()).isEqualTo(1);
  }

  @Test
  void oneWhoNeverReportedIsNotInTheStoreAndWhatIsNoneIsCounted() {
    assertThat(quality.take(Buffer.buffer("1"))).isPresent();
    assertThat(quality.take(null)).isPresent();
    quality.end("left");

    assertThat(reports.of(ROOM).result()).isEmpty();
    assertThat(node.quality().refusedSoFar()).isEqualTo(2);
  }

  private void take(int joinMs, String end) {
    String why = end == null ? "null" : '"' + end + '"';
    String json = "{\"joinMs\":%d,\"peers\":[],\"end\":%s}".formatted(joinMs, why);
    assertThat(quality.take(Buffer.buffer(json))).isEmpty();
  }

  private ParticipantQuality kept() {
    return reports.of(ROOM).result().get(0);
  }

  /** A store whose reads can be held back; the one in memory answers at once. */
  private static final class HeldStore implements KeyValueStore {

    private final KeyValueStore store;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean hold;

    HeldStore(KeyValueStore store) {
      this.store = store;
    }

    /** The reads that were held go on, the newest first; none is held any more. */
    void release() {
      hold = false;
      while (!held.isEmpty()) {
        held.removeLast().run();
      }
    }

    @Override
    public Future<Optional<String>> get(String key) {
      if (!hold) {
        return store.get(key);
      }
      Promise<Optional<String>> read = Promise.promise();
      held.add(() -> store.get(key).onComplete(read));
      return read.future();
    }

    @Override
    public Future<Void> put(String key, String value, Duration life) {
      return store.put(key, value, life);
    }

    @Override
    public Future<Optional<String>> putIfAbsent(String key, String value, Duration life) {
      return store.putIfAbsent(key, value, life);
    }

    @Override
    public Future<Boolean> compareAndSet(String key, String expected, String value, Duration life) {
      return store.compareAndSet(key, expected, value, life);
    }

    @Override
    public Future<Boolean> delete(String key) {
      return store.delete(key);
    }

    @Override
    public Future<Boolean> deleteIf(String key, String expected) {
      return store.deleteIf(key, expected);
    }

    @Override
    public Future<Watch> watch(Consumer<KeyValueChange> listener) {
      return store.watch(listener);
    }
  }
}
