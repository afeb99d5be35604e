package dev.otter.store;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The one writer. What waits at one moment is written in one transaction and forced to the disk
 * once: forcing is what costs, and so it costs the same for one write and for a hundred. Writes are
 * done in the order in which they came. Safe for any thread.
 */
final class GroupCommit {

  /** So many may wait; one more is refused. */
  static final int MAX_WAITING = 10_000;

  /** So many go into one transaction. */
  private static final int MAX_GROUP = 256;

  /**
   * From the beginning of one transaction to the next one's at least: a single write never waits,
   * and many at a time share their transactions. Of 500 rooms a second nearly each had one of its
   * own, and the embedded database writes a piece of every index anew in each: that took a third of
   * the processor, and made the garbage whose collection was the longest wait of all (decision 9).
   */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Vertx vertx;
  private final DataSource pool;
  private final DatabaseKind kind;
  private final StoreHealth health;
  private final StoreMetrics metrics;
  private final BlockingQueue<Write<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Write<Void> last;
  private final Thread thread;
  private volatile boolean closing;

  /** The writer's alone. */
  private long lastGroupNanos = System.nanoTime() - PACE_NANOS;

  GroupCommit(Vertx vertx, DataSource pool, DatabaseKind kind, StoreHealth health) {
    this.vertx = vertx;
    this.pool = pool;
    this.kind = kind;
    this.health = health;
    this.metrics = new StoreMetrics(health, waiting::size);
    this.last = new Write<>(connection -> null, vertx.getOrCreateContext());
    this.thread = new Thread(this::run, "otter-store-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A change.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  interface Change<T> {
    /** Blocking; runs inside a transaction, and again when another change of its group failed. */
    T run(Connection connection) throws SQLException;
  }

  /** A change that waits for its turn, and who waits for it. */
  private static final class Write<T> {
    private final Change<T> change;
    private final Context context;
    private final Promise<T> promise = Promise.promise();
    private final long beganNanos = System.nanoTime();
    private T answer;

    Write(Change<T> change, Context context) {
      this.change = change;
      this.context = context;
    }

    void run(Connection connection) throws SQLException {
      answer = change.run(connection);
    }

    void complete() {
      context.runOnContext(turn -> promise.complete(answer));
    }

    void fail(RefusedException refusal) {
      context.runOnContext(turn -> promise.fail(refusal));
    }
  }

  /** What is measured of the store; reads are counted there too. */
  StoreMetrics metrics() {
    return metrics;
  }

  /** Writes; completes when the change is on the disk, and fails when that is not known. */
  <T> Future<T> write(Change<T> change) {
    Write<T> write = new Write<>(change, vertx.getOrCreateContext());
    if (closing || !waiting.offer(write)) {
      metrics.failed();
      return Future.failedFuture(
          new RefusedException(
              ErrorCode.STORE_UNAVAILABLE, "the database is too slow at this moment"));
    }
    return write.promise.future();
  }

  /** Writes what waits, and ends. */
  Future<Void> close() {
    closing = true;
    // Where the queue is full the thread is awake, and sees the flag.
    waiting.offer(last);
    return last.promise.future();
  }

  private void run() {
    List<Write<?>> group = new ArrayList<>();
    while (!closing || !waiting.isEmpty()) {
      try {
        group.add(waiting.take());
        gather(group);
        writeGroup(group);
      } catch (InterruptedException e) {
        closing = true;
      }
      group.clear();
    }
    last.context.runOnContext(turn -> last.promise.tryComplete());
  }

  private void gather(List<Write<?>> group) throws InterruptedException {
    long beginNanos = lastGroupNanos + PACE_NANOS;
    while (group.size() < MAX_GROUP && !closing) {
      Write<?> next = waiting.poll(beginNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      group.add(next);
    }
    lastGroupNanos = System.nanoTime();
  }

  private void writeGroup(List<Write<?>> group) {
    long beganNanos = System.nanoTime();
    try {
      commit(group);
      health.answered();
      metrics.committed(beganNanos);
      group.stream().filter(write -> write != last).forEach(this::complete);
    } catch (SQLException | RuntimeException e) {
      boolean oursOrUnknown = !(e instanceof SQLException sql) || StoreHealth.isFaultOfOurs(sql);
      if (oursOrUnknown && group.size() > 1) {
        // One of them is wrong; the others must not suffer.
        group.forEach(write -> writeGroup(List.of(write)));
        return;
      }
      RefusedException refusal = health.refusal(e);
      List<Write<?>> failed = new ArrayList<>(group);
      if (!oursOrUnknown) {
        // Nobody waits once more for a database that has just not answered.
        waiting.drainTo(failed);
      }
      failed.stream().filter(write -> write != last).forEach(write -> fail(write, refusal));
    }
  }

  private void complete(Write<?> write) {
    metrics.written(write.beganNanos);
    write.complete();
  }

  private void fail(Write<?> write, RefusedException refusal) {
    metrics.failed();
    write.fail(refusal);
  }

  private void commit(List<Write<?>> group) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (Write<?> write : group) {
          write.run(connection);
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
      kind.force(connection);
    }
  }

  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
