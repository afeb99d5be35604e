package dev.otter.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.store.ApiKeyStore;
import dev.otter.contract.store.RevocationStore;
import dev.otter.contract.store.RoomStore;
import dev.otter.contract.store.WebhookStore;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open database of a node: its connections, its one writer, its tables. JDBC blocks, so writing
 * has a thread of its own and reading a small pool; futures complete on the caller's context. Safe
 * for any thread.
 */
public final class Database {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int READERS = 4;

  /** So often it is asked whether it is there, where nobody else asks it anything. */
  private static final long WATCH_MS = 2_000;

  private final Vertx vertx;
  private final StoreHealth health;
  private final HikariDataSource pool;
  private final GroupCommit writer;
  private final WorkerExecutor readers;
  private final RoomTable rooms;
  private final ApiKeyTable keys;
  private final RevocationTable revocations;
  private final WebhookTables webhooks;
  private final long watch;
  private final AtomicBoolean looking = new AtomicBoolean();

  private Database(Vertx vertx, HikariDataSource pool, DatabaseKind kind) {
    this.pool = pool;
    this.vertx = vertx;
    this.health = new StoreHealth(kind, InstantSource.system());
    this.writer = new GroupCommit(vertx, pool, kind, health);
    this.readers = vertx.createSharedWorkerExecutor("otter-store-reader", READERS);
    Reading reading = new Reading(readers, pool, health, writer.metrics());
    this.rooms = new RoomTable(writer, reading);
    this.keys = new ApiKeyTable(writer, reading);
    this.revocations = new RevocationTable(writer, reading);
    this.webhooks = new WebhookTables(writer, reading);
    this.watch = vertx.setPeriodic(WATCH_MS, timer -> lookIfSilent(reading));
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param vertx whose contexts futures complete on
   * @param config where it is
   * @param dataDir where the embedded one keeps its file
   * @return fails with a {@link StoreException} that says what to do when it cannot be opened
   */
  public static Future<Database> open(Vertx vertx, StoreConfig config, Path dataDir) {
    return vertx
        .executeBlocking(() -> openPool(config, dataDir), false)
        .map(pool -> new Database(vertx, pool, DatabaseKind.of(config)));
  }

  /** Rooms. */
  public RoomStore rooms() {
    return rooms;
  }

  /** API keys. */
  public ApiKeyStore keys() {
    return keys;
  }

  /** Revoked tokens. */
  public RevocationStore revocations() {
    return revocations;
  }

  /** Webhooks. */
  public WebhookStore webhooks() {
    return webhooks;
  }

  /** Whether it answers, as learnt a moment ago: nothing is asked for it. */
  public StoreStanding standing() {
    return health.standing();
  }

  /** What is measured here. */
  public MeterBinder metrics() {
    return writer.metrics();
  }

  /** One question at a time; it has an answer or a failure after some seconds. */
  private void lookIfSilent(Reading reading) {
    if (health.silentNanos() < TimeUnit.MILLISECONDS.toNanos(WATCH_MS)
        || !looking.compareAndSet(false, true)) {
      return;
    }
    reading.read(Database::isThere).onComplete(answered -> looking.set(false));
  }

  private static boolean isThere(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    }
  }

  /** Writes what waits, and closes. */
  public Future<Void> close() {
    vertx.cancelTimer(watch);
    return writer
        .close()
        .compose(done -> readers.executeBlocking(this::closePool, false))
        .eventually(readers::close);
  }

  private Void closePool() {
    pool.close();
    return null;
  }

  /** Blocking. */
  private static HikariDataSource openPool(StoreConfig config, Path dataDir) {
    DatabaseKind kind = DatabaseKind.of(config);
    try {
      kind.prepare(dataDir);
      Schema.bringUpToDate(kind.source(config, dataDir));
      HikariDataSource pool = new HikariDataSource(kind.pool(config, dataDir));
      LOG.info("store open kind={}", kind.label());
      return pool;
    } catch (RuntimeException | SQLException | IOException e) {
      throw StoreException.explaining(kind, config, dataDir, e);
    }
  }
}
