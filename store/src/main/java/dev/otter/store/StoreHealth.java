package dev.otter.store;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers, and since when, as learnt from what it is asked anyway. Makes a
 * refusal of a database's failure, and logs when it goes away and when it is back, each once. Safe
 * for any thread.
 */
final class StoreHealth {

  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  private final DatabaseKind kind;
  private final InstantSource clock;
  private final AtomicReference<StoreStanding> standing;
  private volatile long heardNanos = System.nanoTime();

  StoreHealth(DatabaseKind kind, InstantSource clock) {
    this.kind = kind;
    this.clock = clock;
    this.standing = new AtomicReference<>(new StoreStanding(false, clock.instant()));
  }

  /** Whether it does not answer, and since when that is so, or that it does. */
  StoreStanding standing() {
    return standing.get();
  }

  /** For how long it has neither answered nor failed, in nanoseconds. */
  long silentNanos() {
    return System.nanoTime() - heardNanos;
  }

  /** Notes that the database has answered. */
  void answered() {
    heardNanos = System.nanoTime();
    if (turned(false)) {
      LOG.info("the store is back kind={}", kind.label());
    }
  }

  /**
   * The refusal that a failure means to the caller: {@link ErrorCode#STORE_UNAVAILABLE} when the
   * database is away, {@link ErrorCode#INTERNAL} when a statement of ours is wrong.
   */
  RefusedException refusal(Throwable failure) {
    heardNanos = System.nanoTime();
    if (failure instanceof SQLException sql && !isFaultOfOurs(sql)) {
      if (turned(true)) {
        LOG.warn(
            "the store is away, writes are refused until it is back kind={} state={} cause={}",
            kind.label(),
            sql.getSQLState(),
            sql.getMessage());
      }
      return new RefusedException(
          ErrorCode.STORE_UNAVAILABLE, "the database is away at this moment; try again later");
    }
    LOG.error("a statement failed kind={}", kind.label(), failure);
    return new RefusedException(ErrorCode.INTERNAL, "the store failed; the log has the cause");
  }

  /** Whether this is news. */
  private boolean turned(boolean away) {
    StoreStanding before = standing.get();
    return before.away() != away
        && standing.compareAndSet(before, new StoreStanding(away, clock.instant()));
  }

  /** SQL states of class 22 (data), 23 (constraints) and 42 (syntax). */
  static boolean isFaultOfOurs(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
  }
}
