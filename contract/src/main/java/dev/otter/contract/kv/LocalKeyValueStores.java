package dev.otter.contract.kv;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Stores of a node that is alone: in its memory. Safe for any thread. */
public final class LocalKeyValueStores implements KeyValueStores {

  private static final long SWEEP_MS = 1_000;

  private final Vertx vertx;
  private final LongSupplier nanoTime;
  private final Map<String, Store> stores = new ConcurrentHashMap<>();

  /**
   * Begins; ends with {@code vertx}.
   *
   * @param vertx whose timer removes what has outlived its life
   * @param nanoTime as {@link System#nanoTime}
   */
  public LocalKeyValueStores(Vertx vertx, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.nanoTime = nanoTime;
    vertx.setPeriodic(SWEEP_MS, timer -> stores.values().forEach(Store::sweep));
  }

  @Override
  public KeyValueStore open(String name) {
    return stores.computeIfAbsent(KeyValueStore.requireName(name), unused -> new Store());
  }

  private record Entry(String value, long endNanos) {}

  private record Listener(Context context, Consumer<KeyValueChange> consumer) {}

  /** All under one lock, which is held for a look into a map: listeners then hear in order. */
  private final class Store implements KeyValueStore {

    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public synchronized Future<Optional<String>> get(String key) {
      return Future.succeededFuture(current(key));
    }

    @Override
    public synchronized Future<Void> put(String key, String value, Duration life) {
      KeyValueStore.requireBounds(key, value, life);
      write(key, value, life);
      return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Optional<String>> putIfAbsent(
        String key, String value, Duration life) {
      KeyValueStore.requireBounds(key, value, life);
      Optional<String> there = current(key);
      if (there.isEmpty()) {
        write(key, value, life);
      }
      return Future.succeededFuture(there);
    }

    @Override
    public synchronized Future<Boolean> compareAndSet(
        String key, String expected, String value, Duration life) {
      KeyValueStore.requireBounds(key, value, life);
      boolean same = current(key).filter(expected::equals).isPresent();
      if (same) {
        write(key, value, life);
      }
      return Future.succeededFuture(same);
    }

    @Override
    public synchronized Future<Boolean> delete(String key) {
      boolean there = current(key).isPresent();
      if (there) {
        remove(key);
      }
      return Future.succeededFuture(there);
    }

    @Override
    public synchronized Future<Boolean> deleteIf(String key, String expected) {
      return current(key).filter(expected::equals).isPresent()
          ? delete(key)
          : Future.succeededFuture(false);
    }

    @Override
    public Future<Watch> watch(Consumer<KeyValueChange> consumer) {
      Listener listener = new Listener(vertx.getOrCreateContext(), consumer);
      listeners.add(listener);
      return Future.succeededFuture(
          () -> {
            listeners.remove(listener);
            return Future.succeededFuture();
          });
    }

    private Optional<String> current(String key) {
      Entry entry = entries.get(key);
      return entry == null || over(entry) ? Optional.empty() : Optional.of(entry.value);
    }

    private boolean over(Entry entry) {
      return nanoTime.getAsLong() - entry.endNanos >= 0;
    }

    private void write(String key, String value, Duration life) {
      entries.put(key, new Entry(value, nanoTime.getAsLong() + life.toNanos()));
      tell(new KeyValueChange(key, Optional.of(value)));
    }

    private void remove(String key) {
      entries.remove(key);
      tell(new KeyValueChange(key, Optional.empty()));
    }

    private void tell(KeyValueChange change) {
      for (Listener each : listeners) {
        each.context.runOnContext(
            told -> {
              if (listeners.contains(each)) {
                each.consumer.accept(change);
              }
            });
      }
    }

    private synchronized void sweep() {
      List<String> over =
          entries.entrySet().stream()
              .filter(each -> over(each.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      over.forEach(this::remove);
    }
  }
}
