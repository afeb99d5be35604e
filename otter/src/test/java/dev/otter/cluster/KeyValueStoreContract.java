package dev.otter.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.testing.Eventually;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every store promises, seen from two places that may be two nodes. */
abstract class KeyValueStoreContract {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int BOUND_SECONDS = 30;

  /** The store as one node has it; each test another one. */
  abstract KeyValueStore here();

  /** The same store as another node has it. */
  abstract KeyValueStore there();

  @Test
  void whatOneWritesTheOtherReads() {
    assertThat(now(there().get("key"))).isEmpty();

    now(here().put("key", "first", LONG));
    assertThat(now(here().get("key"))).contains("first");
    eventually("the other reads it", () -> now(there().get("key")).equals(Optional.of("first")));

    now(there().put("key", "second", LONG));
    eventually("this one too", () -> now(here().get("key")).equals(Optional.of("second")));
  }

  @Test
  void ofManyWhoPutIfAbsentOneWinsAndAllLearnWhatStays() {
    List<Future<Optional<String>>> attempts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      attempts.add((i % 2 == 0 ? here() : there()).putIfAbsent("key", "value " + i, LONG));
    }

    List<Optional<String>> before = attempts.stream().map(KeyValueStoreContract::now).toList();

    String stays = now(here().get("key")).orElseThrow();
    assertThat(before.stream().filter(Optional::isEmpty)).hasSize(1);
    assertThat(before.stream().flatMap(Optional::stream)).hasSize(19).containsOnly(stays);
    assertThat(before.indexOf(Optional.<String>empty())).isEqualTo(number(stays));
  }

  @Test
  void comparingAndSettingLosesNoChange() {
    now(here().put("count", "0", LONG));

    for (int i = 0; i < 20; i++) {
      Future<Boolean> one = increment(here());
      Future<Boolean> other = increment(there());
      now(one);
      now(other);
    }

    eventually("forty increments", () -> now(there().get("count")).equals(Optional.of("40")));
  }

  @Test
  void comparingAndSettingOverSomethingElseDoesNothing() {
    assertThat(now(here().compareAndSet("key", "expected", "next", LONG))).isFalse();
    assertThat(now(here().get("key"))).isEmpty();

    now(here().put("key", "other", LONG));
    assertThat(now(there().compareAndSet("key", "expected", "next", LONG))).isFalse();
    assertThat(now(there().compareAndSet("key", "other", "next", LONG))).isTrue();
    eventually("the next one", () -> now(here().get("key")).equals(Optional.of("next")));
  }

  @Test
  void whatIsDeletedIsGone() {
    now(here().put("key", "value", LONG));

    assertThat(now(there().deleteIf("key", "another"))).isFalse();
    assertThat(now(there().deleteIf("key", "value"))).isTrue();
    assertThat(now(there().deleteIf("key", "value"))).isFalse();
    eventually("gone", () -> now(here().get("key")).isEmpty());
    now(here().put("key", "value", LONG));
    assertThat(now(here().delete("key"))).isTrue();
    assertThat(now(here().delete("key"))).isFalse();
    assertThat(now(here().get("key"))).isEmpty();
  }

  @Test
  void anEntryIsGoneAfterItsLifeAndEachWriteBeginsANewOne() {
    // Long enough for one more write on a busy machine.
    Duration life = Duration.ofSeconds(3);
    now(here().put("kept by put", "value", life));
    now(here().put("kept by put", "value", LONG));
    now(here().put("kept by set", "value", life));
    assertThat(now(here().compareAndSet("kept by set", "value", "next", LONG))).isTrue();
    now(here().put("gone", "value", life));
    now(here().putIfAbsent("gone too", "value", life));

    eventually("its life is over", () -> now(there().get("gone")).isEmpty());
    eventually("its life is over", () -> now(there().get("gone too")).isEmpty());
    assertThat(now(there().putIfAbsent("gone", "again", LONG))).isEmpty();
    assertThat(now(here().get("kept by put"))).contains("value");
    assertThat(now(here().get("kept by set"))).contains("next");
  }

  @Test
  void whoWatchesHearsAllChangesOfAKeyInTheirOrderUntilTheEnd() {
    Queue<KeyValueChange> heard = new ConcurrentLinkedQueue<>();
    KeyValueStore.Watch watch = now(there().watch(heard::add));

    now(here().put("key", "1", LONG));
    now(here().compareAndSet("key", "1", "2", LONG));
    now(here().put("key", "3", LONG));
    now(here().delete("key"));
    now(here().putIfAbsent("key", "4", LONG));
    now(here().deleteIf("key", "4"));

    eventually("six changes", () -> heard.size() == 6);
    assertThat(heard)
        .containsExactly(written("1"), written("2"), written("3"), gone(), written("4"), gone());
    now(watch.close());
    now(here().put("key", "5", LONG));
    assertThat(now(there().get("other"))).isEmpty();
    assertThat(heard).hasSize(6);
  }

  @Test
  void aLifeThatEndsIsToldToo() {
    Queue<KeyValueChange> heard = new ConcurrentLinkedQueue<>();
    now(there().watch(heard::add));

    now(here().put("key", "value", KeyValueStore.SHORTEST_LIFE));

    eventually("the end is told", () -> now(here().get("key")).isEmpty() && heard.contains(gone()));
  }

  @Test
  void whatIsOutOfBoundsIsRefused() {
    KeyValueStore store = here();
    String longKey = "k".repeat(KeyValueStore.LONGEST_KEY + 1);
    String longValue = "v".repeat(KeyValueStore.LONGEST_VALUE + 1);

    assertThatThrownBy(() -> store.put("", "value", LONG))
        .hasMessage("a key has 1 to 256 characters, got 0");
    assertThatThrownBy(() -> store.putIfAbsent(longKey, "value", LONG))
        .hasMessage("a key has 1 to 256 characters, got 257");
    assertThatThrownBy(() -> store.compareAndSet("key", "", longValue, LONG))
        .hasMessage("a value has at most 65536 characters, got 65537");
    assertThatThrownBy(() -> store.put("key", "value", Duration.ofMillis(999)))
        .hasMessage("a life is 1 s to 1 day, got PT0.999S");
    assertThatThrownBy(() -> store.put("key", "value", Duration.ofDays(1).plusMillis(1)))
        .hasMessage("a life is 1 s to 1 day, got PT24H0.001S");
  }

  private static Future<Boolean> increment(KeyValueStore store) {
    return store
        .get("count")
        .compose(
            read -> {
              String next = String.valueOf(Integer.parseInt(read.orElseThrow()) + 1);
              return store.compareAndSet("count", read.orElseThrow(), next, LONG);
            })
        .compose(done -> done ? Future.succeededFuture(true) : increment(store));
  }

  private static int number(String value) {
    return Integer.parseInt(value.substring(value.indexOf(' ') + 1));
  }

  private static KeyValueChange written(String value) {
    return new KeyValueChange("key", Optional.of(value));
  }

  private static KeyValueChange gone() {
    return new KeyValueChange("key", Optional.empty());
  }

  private static void eventually(String what, BooleanSupplier condition) {
    Eventually.within(Duration.ofSeconds(2 * BOUND_SECONDS), what, condition);
  }

  static <T> T now(Future<T> future) {
    try {
      return future.await(BOUND_SECONDS, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
