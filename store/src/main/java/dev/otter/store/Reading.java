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

  Reading(WorkerExecutor workers, DataSource pool, StoreHealth health) {
    this.workers = workers;
    this.pool = pool;
    this.health = health;
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
        .recover(failure -> Future.failedFuture(health.refusal(failure)));
  }
}
