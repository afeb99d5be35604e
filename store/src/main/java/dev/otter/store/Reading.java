package dev.otter.store;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads from the database on worker threads. Safe for any thread. */
final class Reading {

  private final WorkerExecutor workers;
  private final DataSource pool;
  private final StoreHealth health;
  private final StoreMetrics metrics;

  Reading(WorkerExecutor workers, DataSource pool, StoreHealth health, StoreMetrics metrics) {
    this.workers = workers;
    this.pool = pool;
    this.health = health;
    this.metrics = metrics;
  }

  /**
   * A query.
   *
   * @param <T> what it finds
   */
  @FunctionalInterface
  interface Query<T> {
    /** Blocking. */
    T run(Connection connection) throws SQLException;
  }

  <T> Future<T> read(Query<T> query) {
    long beganNanos = System.nanoTime();
    metrics.readBegins();
    return workers
        .executeBlocking(
            () -> {
              try (Connection connection = pool.getConnection()) {
                T found = query.run(connection);
                health.answered();
                return found;
              }
            },
            false)
        .onComplete(answered -> metrics.readEnds(beganNanos))
        .recover(
            failure -> {
              metrics.failed();
              return Future.failedFuture(health.refusal(failure));
            });
  }
}
