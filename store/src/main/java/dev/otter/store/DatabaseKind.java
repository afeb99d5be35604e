package dev.otter.store;

import com.zaxxer.hikari.HikariConfig;
import dev.otter.contract.config.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The two databases, and what is different between them. */
enum DatabaseKind {
  /** H2 in a file of the data directory, inside this process. */
  EMBEDDED("embedded", 4) {
    /** Only the owner may read what is in it. */
    @Override
    void prepare(Path dataDir) throws IOException {
      Path file = Path.of(file(dataDir) + ".mv.db");
      if (file.toString().indexOf(';') >= 0) {
        throw new IOException("a semicolon in the path would begin a setting of the database");
      }
      Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
      if (!Files.exists(file)) {
        Files.createFile(file, ownerOnly("rw-------"));
      }
    }

    @Override
    DataSource source(StoreConfig config, Path dataDir) {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:file:" + file(dataDir) + SETTINGS);
      source.setUser("otter");
      source.setPassword("");
      return source;
    }

    /** A commit alone is written some time later: the process may be gone by then. */
    @Override
    void force(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CHECKPOINT SYNC");
      }
    }
  },
  /** PostgreSQL, shared by the nodes of a cluster. */
  POSTGRESQL("postgresql", 6) {
    @Override
    DataSource source(StoreConfig config, Path dataDir) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(config.url().orElseThrow());
      config.user().ifPresent(source::setUser);
      config.password().ifPresent(source::setPassword);
      source.setApplicationName("otter");
      source.setConnectTimeout(CONNECT_SECONDS);
      source.setTcpKeepAlive(true);
      return source;
    }

    @Override
    DataSource pooledSource(StoreConfig config, Path dataDir) {
      PGSimpleDataSource source = (PGSimpleDataSource) source(config, dataDir);
      // A server that hangs must not hold a writer longer than an asker waits.
      source.setSocketTimeout(ANSWER_SECONDS);
      return source;
    }
  };

  /**
   * H2 as like PostgreSQL as it can be, so that one SQL serves both. The node closes it itself.
   * What was overwritten may be reused after a second instead of 45, as each commit is forced to
   * the disk: there are so many fewer pieces of the file to keep account of. And the cache holds 4
   * MiB of pages instead of 64 for each GiB of memory: nodes read rooms from memory, and pages that
   * stay only to be replaced are what collecting garbage takes its time for. The file is written
   * anew only when less than 40 % of it is in use, not 90 %: it reads and writes all that is kept,
   * and took a fifth of the processor.
   */
  private static final String SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
          + ";DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=1000;CACHE_SIZE=4096"
          + ";AUTO_COMPACT_FILL_RATE=40";

  /** Together less than the 5 s that a request on the bus waits. */
  private static final int CONNECT_SECONDS = 2;

  private static final int ANSWER_SECONDS = 2;

  private final String label;
  private final int poolSize;

  DatabaseKind(String label, int poolSize) {
    this.label = label;
    this.poolSize = poolSize;
  }

  static DatabaseKind of(StoreConfig config) {
    return config.url().isPresent() ? POSTGRESQL : EMBEDDED;
  }

  /** The embedded database's file, without the ending that H2 adds. */
  static Path file(Path dataDir) {
    return dataDir.toAbsolutePath().normalize().resolve("store");
  }

  /** One word for logs. */
  String label() {
    return label;
  }

  /** Makes ready what must be there before the first connection. */
  void prepare(Path dataDir) throws IOException {
    // The server has made everything.
  }

  private static FileAttribute<?> ownerOnly(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** Connections for the migration, which may take its time. */
  abstract DataSource source(StoreConfig config, Path dataDir);

  /** Connections for the pool. */
  DataSource pooledSource(StoreConfig config, Path dataDir) {
    return source(config, dataDir);
  }

  HikariConfig pool(StoreConfig config, Path dataDir) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("otter-store");
    pool.setDataSource(pooledSource(config, dataDir));
    pool.setMaximumPoolSize(poolSize);
    pool.setMinimumIdle(2);
    pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
    pool.setValidationTimeout(TimeUnit.SECONDS.toMillis(1));
    pool.setInitializationFailTimeout(TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
    return pool;
  }

  /**
   * Sees to it that what was committed is on the disk.
   *
   * @throws SQLException when that is not known
   */
  void force(Connection connection) throws SQLException {
    // PostgreSQL's commit returns when it is.
  }
}
