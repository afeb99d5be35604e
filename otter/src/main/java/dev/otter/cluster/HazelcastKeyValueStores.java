package dev.otter.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryExpiredListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import com.hazelcast.map.listener.MapListener;
import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.KeyValueStores;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Stores of a cluster: distributed maps with one backup, and a near cache on each node ({@link
 * HazelcastConfiguration}). Safe for any thread; nothing here blocks.
 */
final class HazelcastKeyValueStores implements KeyValueStores {

  /** What the maps' names begin with; {@link HazelcastConfiguration} sets them up by it. */
  static final String PREFIX = "otter.kv.";

  /** Hazelcast itself would wait for a minute. */
  private static final int ANSWER_SECONDS = 5;

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;

  HazelcastKeyValueStores(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
  }

  @Override
  public KeyValueStore open(String name) {
    return new Store(hazelcast.getMap(PREFIX + KeyValueStore.requireName(name)));
  }

  private final class Store implements KeyValueStore {

    private final IMap<String, String> map;

    Store(IMap<String, String> map) {
      this.map = map;
    }

    @Override
    public Future<Optional<String>> get(String key) {
      return future(map.getAsync(key)).map(Optional::ofNullable);
    }

    @Override
    public Future<Void> put(String key, String value, Duration life) {
      KeyValueStore.requireBounds(key, value, life);
      return future(map.setAsync(key, value, life.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public Future<Optional<String>> putIfAbsent(String key, String value, Duration life) {
      KeyValueStore.requireBounds(key, value, life);
      return write(key, ConditionalWrite.ifAbsent(value, life));
    }

    @Override
    public Future<Boolean> compareAndSet(String key, String expected, String value, Duration life) {
      KeyValueStore.requireBounds(key, value, life);
      return write(key, ConditionalWrite.ifEqual(expected, value, life))
          .map(there -> there.filter(expected::equals).isPresent());
    }

    @Override
    public Future<Boolean> delete(String key) {
      return future(map.removeAsync(key)).map(there -> there != null);
    }

    @Override
    public Future<Boolean> deleteIf(String key, String expected) {
      return write(key, ConditionalWrite.removal(expected))
          .map(there -> there.filter(expected::equals).isPresent());
    }

    @Override
    public Future<Watch> watch(Consumer<KeyValueChange> listener) {
      Context context = vertx.getOrCreateContext();
      // Adding a listener asks all members, and waits for them.
      return vertx
          .executeBlocking(() -> map.addEntryListener(telling(context, listener), true), false)
          .map(id -> () -> end(id));
    }

    private Future<Void> end(UUID listener) {
      return vertx.executeBlocking(() -> map.removeEntryListener(listener), false).mapEmpty();
    }

    private Future<Optional<String>> write(String key, ConditionalWrite write) {
      return future(map.<String>submitToKey(key, write)).map(Optional::ofNullable);
    }
  }

  private <T> Future<T> future(CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, vertx.getOrCreateContext())
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /** Hazelcast calls with all events of one key on one thread, in their order. */
  private static MapListener telling(Context context, Consumer<KeyValueChange> listener) {
    return new Telling(
        (key, value) ->
            context.runOnContext(
                told -> listener.accept(new KeyValueChange(key, Optional.ofNullable(value)))));
  }

  /** Hands on each kind of event as what the key has afterwards. */
  private record Telling(BiConsumer<String, String> tell)
      implements EntryAddedListener<String, String>,
          EntryUpdatedListener<String, String>,
          EntryMergedListener<String, String>,
          EntryRemovedListener<String, String>,
          EntryExpiredListener<String, String> {

    @Override
    public void entryAdded(EntryEvent<String, String> event) {
      tell.accept(event.getKey(), event.getValue());
    }

    @Override
    public void entryUpdated(EntryEvent<String, String> event) {
      tell.accept(event.getKey(), event.getValue());
    }

    @Override
    public void entryMerged(EntryEvent<String, String> event) {
      tell.accept(event.getKey(), event.getValue());
    }

    @Override
    public void entryRemoved(EntryEvent<String, String> event) {
      tell.accept(event.getKey(), null);
    }

    @Override
    public void entryExpired(EntryEvent<String, String> event) {
      tell.accept(event.getKey(), null);
    }
  }
}
