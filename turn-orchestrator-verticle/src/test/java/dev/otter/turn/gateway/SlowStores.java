package dev.otter.turn.gateway;

import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.KeyValueStores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Stores of which none answers a write while they are slow; reads and news are as always. */
final class SlowStores implements KeyValueStores {

  private final KeyValueStores stores;
  private volatile boolean slow;

  SlowStores(KeyValueStores stores) {
    this.stores = stores;
  }

  void slow(boolean now) {
    slow = now;
  }

  @Override
  public KeyValueStore open(String name) {
    return new Store(stores.open(name));
  }

  private <T> Future<T> after(Future<T> written) {
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
      return after(store.put(key, value, life));
    }

    @Override
    public Future<Optional<String>> putIfAbsent(String key, String value, Duration life) {
      return after(store.putIfAbsent(key, value, life));
    }

    @Override
    public Future<Boolean> compareAndSet(String key, String expected, String value, Duration life) {
      return after(store.compareAndSet(key, expected, value, life));
    }

    @Override
    public Future<Boolean> delete(String key) {
      return after(store.delete(key));
    }

    @Override
    public Future<Boolean> deleteIf(String key, String expected) {
      return after(store.deleteIf(key, expected));
    }

    @Override
    public Future<Watch> watch(Consumer<KeyValueChange> listener) {
      return store.watch(listener);
    }
  }
}
