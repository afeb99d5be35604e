package dev.otter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables, by versions. Blocking. */
final class Schema {

  /** The newest version among the files of the folder {@code schema}. */
  static final String VERSION = "4";

  private static final String LOCATION = "classpath:dev/otter/store/schema";

  private Schema() {}

  /** Makes or changes tables, where the database is not at {@link #VERSION}. */
  static void bringUpToDate(DataSource source) throws SQLException {
    // Most starts find everything done; Flyway alone takes longer to load than all the rest.
    if (!isAtVersion(source)) {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(source)
          .locations(LOCATION)
          .connectRetries(0)
          .load()
          .migrate();
    }
  }

  private static boolean isAtVersion(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      // One session for the pair: Flyway's own table is missing in an empty database.
      try (ResultSet table =
          connection.getMetaData().getTables(null, null, "flyway_schema_history", null)) {
        if (!table.next()) {
          return false;
        }
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select 1 from flyway_schema_history where version = ? and success")) {
        statement.setString(1, VERSION);
        try (ResultSet row = statement.executeQuery()) {
          return row.next();
        }
      }
    }
  }
}
