package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.turn.testing.OnContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One node acts, and another one when it does not any more. */
@ExtendWith(VertxExtension.class)
class ActingNodeTest {

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private OnContext on;
  private KeyValueStore store;

  @BeforeEach
  void open(Vertx vertx) {
    on = new OnContext(vertx);
    store = new LocalKeyValueStores(vertx, System::nanoTime).open("turn-acting");
  }

  @Test
  void theFirstActsAndTheNextWhenItIsClosed() throws Exception {
    ActingNode first = node("first", true);
    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("first acts");
    ActingNode second = node("second", true);

    on.call(first::close);

    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("first ends");
    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("second acts");
    on.call(second::close);
    assertThat(store.get("acting").result()).isEmpty();
  }

  @Test
  void whoLosesItsLeaseEndsAtOnce() throws Exception {
    ActingNode node = node("first", true);
    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("first acts");

    on.call(() -> store.put("acting", "another", ActingNode.LEASE));

    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("first ends");
    on.call(node::close);
    assertThat(store.get("acting").result()).contains("another");
  }

  @Test
  void whoCannotBeginLeavesItToTheNext() throws Exception {
    ActingNode cannot = node("cannot", false);
    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("cannot acts");
    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("cannot ends");
    on.call(cannot::close);

    ActingNode next = node("next", true);

    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("next acts");
    on.call(next::close);
  }

  private ActingNode node(String name, boolean can) {
    AtomicBoolean acts = new AtomicBoolean();
    return on.call(
        () -> {
          ActingNode made =
              new ActingNode(
                  on.vertx(),
                  store,
                  NodeTag.random(),
                  System::nanoTime,
                  () -> {
                    assertThat(acts.getAndSet(true)).isFalse();
                    told.add(name + " acts");
                    return can
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException("not today"));
                  },
                  () -> {
                    assertThat(acts.getAndSet(false)).isTrue();
                    told.add(name + " ends");
                    return Future.succeededFuture();
                  });
          made.open();
          return Future.succeededFuture(made);
        });
  }
}
