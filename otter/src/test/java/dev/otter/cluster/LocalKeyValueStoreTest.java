package dev.otter.cluster;

import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.LocalKeyValueStores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store of a node that is alone. */
@ExtendWith(VertxExtension.class)
class LocalKeyValueStoreTest extends KeyValueStoreContract {

  private LocalKeyValueStores stores;

  @BeforeEach
  void open(Vertx vertx) {
    stores = new LocalKeyValueStores(vertx, System::nanoTime);
  }

  @Override
  KeyValueStore here() {
    return stores.open("test");
  }

  @Override
  KeyValueStore there() {
    return stores.open("test");
  }
}
