package dev.otter.signaling;

import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.quality.QualityReports;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** Where clients' reports go in tests that are about something else. */
final class TestQuality {

  private TestQuality() {}

  static QualityReports reports(Vertx vertx) {
    return new QualityReports(
        new LocalKeyValueStores(vertx, System::nanoTime), InstantSource.system());
  }
}
