package dev.otter.turn.gateway;

import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.KeyValueStores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stores of which none answers a write while they are slow, and none does it while they are away;
 * reads and news are as always.
 */
final class SlowStores implements KeyValueStores {

  private final KeyValueStores stores;
  private final Queue<Promise<?>> unanswered = new ConcurrentLinkedQueue<>();
  private volatile boolean slow;
  private volatile boolean away;
  private volatile Runnable beforeClaim = () -> {};

  SlowStores(KeyValueStores stores) {
    this.stores = stores;
  }

  /** Does something whenever a node claims a session or a port. */
  void beforeClaim(Runnable deed) {
    beforeClaim = deed;
  }

  void slow(boolean now) {
    slow = now;
  }

  @Override
  public KeyValueStore open(String name) {
    return new Store(stores.open(name));
  }

  /** When they are back, what was asked meanwhile has failed. */
  void away(boolean now) {
    away = now;
    for (Promise<?> each = unanswered.poll(); each != null; each = unanswered.poll()) {
      each.fail("the store was away");
    }
  }

  private <T> Future<T> write(Supplier<Future<T>> write) {
    if (away) {
      Promise<T> promise = Promise.promise();
      unanswered.add(promise);
      return promise.future();
    }
    Future<T> written = write.get();
    return slow ? Promise.<T>promise().future() : written;
  }

  private final class Store implements KeyValueStore {

    private final KeyValueStore store;

    Store(KeyValueStore store) {
      this.store = store;
    }

    @Override
    public Future<Optional<String>> get(String key) {
      return store.get(key);
    }

    @Override
    public Future<Void> put(String key, String value, Duration life) {
      return write(() -> store.put(key, value, life));
    }

    @Override
    public Future<Optional<String>> putIfAbsent(String key, String value, Duration life) {
      beforeClaim.run();
      return write(() -> store.putIfAbsent(key, value, life));
    }

    @Override
    public Future<Boolean> compareAndSet(String key, String expected, String value, Duration life) {
      return write(() -> store.compareAndSet(key, expected, value, life));
    }

    @Override
    public Future<Boolean> delete(String key) {
      return write(() -> store.delete(key));
    }

    @Override
    public Future<Boolean> deleteIf(String key, String expected) {
      return write(() -> store.deleteIf(key, expected));
    }

    @Override
    public Future<Watch> watch(Consumer<KeyValueChange> listener) {
      return store.watch(listener);
    }
  }
}
