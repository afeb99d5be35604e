package dev.otter.store;

import dev.otter.contract.config.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Looks whether a store can be used, without changing anything. Blocking. */
public final class StoreCheck {

  private StoreCheck() {}

  /**
   * Connects once.
   *
   * @return what was found, in words
   * @throws StoreException that says what is wrong and what to do
   */
  public static String look(StoreConfig config, Path dataDir) {
    DatabaseKind kind = DatabaseKind.of(config);
    Path file = Path.of(DatabaseKind.file(dataDir) + ".mv.db");
    if (kind == DatabaseKind.EMBEDDED && !Files.exists(file)) {
      return "the embedded one is not there yet; the first start makes it";
    }
    try (Connection connection = kind.source(config, dataDir).getConnection()) {
      return connection.getMetaData().getDatabaseProductName()
          + " "
          + connection.getMetaData().getDatabaseProductVersion()
          + " answers at "
          + config.url().orElse(file.toString());
    } catch (SQLException e) {
      if (StoreException.isInUse(e)) {
        return "the embedded one is used by a running node";
      }
      throw StoreException.explaining(kind, config, dataDir, e);
    }
  }
}
