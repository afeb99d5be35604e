package dev.otter.store;

import dev.otter.contract.config.StoreConfig;
import java.nio.file.Path;
import java.sql.SQLException;

/** The store cannot be opened. The text says where it is, why not and what to do; no password. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** H2: the file is locked by another process. */
  private static final int H2_IN_USE = 90020;

  private StoreException(String message) {
    super(message);
  }

  static StoreException explaining(
      DatabaseKind kind, StoreConfig config, Path dataDir, Exception failure) {
    SQLException sql = sqlCause(failure);
    String reason =
        sql == null ? String.valueOf(failure.getMessage()) : sql.getMessage() + state(sql);
    if (kind == DatabaseKind.POSTGRESQL) {
      return new StoreException(
          "the store at "
              + config.url().orElseThrow()
              + " cannot be used ("
              + reason
              + "); see store.url, store.user, store.password, and that the database runs");
    }
    if (sql != null && isInUse(sql)) {
      return new StoreException(
          "the store in "
              + dataDir.toAbsolutePath()
              + " is in use by another node; give each node a dataDir of its own");
    }
    return new StoreException(
        "the store in " + dataDir.toAbsolutePath() + " cannot be used (" + reason + ")");
  }

  /** Whether the embedded database's file is locked by another process. */
  static boolean isInUse(SQLException failure) {
    return failure.getErrorCode() == H2_IN_USE;
  }

  private static String state(SQLException sql) {
    return sql.getSQLState() == null ? "" : ", SQL state " + sql.getSQLState();
  }

  private static SQLException sqlCause(Throwable failure) {
    SQLException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }
}
