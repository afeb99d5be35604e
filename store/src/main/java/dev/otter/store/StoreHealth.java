package dev.otter.store;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a refusal of a database's failure, and logs when the database goes away and when it is
 * back, each once. Safe for any thread.
 */
final class StoreHealth {

  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  private final DatabaseKind kind;
  private final AtomicBoolean away = new AtomicBoolean();

  StoreHealth(DatabaseKind kind) {
    this.kind = kind;
  }

  /** Notes that the database has answered. */
  void answered() {
    if (away.get() && away.compareAndSet(true, false)) {
      LOG.info("the store is back kind={}", kind.label());
    }
  }

  /**
   * The refusal that a failure means to the caller: {@link ErrorCode#STORE_UNAVAILABLE} when the
   * database is away, {@link ErrorCode#INTERNAL} when a statement of ours is wrong.
   */
  RefusedException refusal(Throwable failure) {
    if (failure instanceof SQLException sql && !isFaultOfOurs(sql)) {
      if (away.compareAndSet(false, true)) {
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

  /** SQL states of class 22 (data), 23 (constraints) and 42 (syntax). */
  static boolean isFaultOfOurs(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
  }
}
