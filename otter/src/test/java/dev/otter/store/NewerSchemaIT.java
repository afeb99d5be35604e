package dev.otter.store;

import static dev.otter.testing.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.testing.PostgresServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that a node of the next version has brought to its own form already. */
class NewerSchemaIT {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

  @Test
  void aNodeOfThisVersionGoesOnAndStartsAnew(@TempDir Path folder) throws IOException {
    Vertx vertx = Vertx.vertx();
    try (PostgresServer server = PostgresServer.start()) {
      StoreConfig config =
          new StoreConfig(
              Optional.of(server.url()),
              Optional.of(PostgresServer.USER),
              Optional.of(PostgresServer.PASSWORD));
      Database runs = await(Database.open(vertx, config, folder));
      Room before = Room.create(RoomId.random(), "before", 2, NOW);
      await(runs.rooms().insert(before));

      migrate(server, folder);

      Room after = Room.create(RoomId.random(), "after", 2, NOW);
      assertThat(await(runs.rooms().insert(after))).isEmpty();
      Database starts = await(Database.open(vertx, config, folder));
      assertThat(await(starts.rooms().findByName("before"))).contains(before);
      assertThat(await(starts.rooms().findByName("after"))).contains(after);
      await(runs.close());
      await(starts.close());
    }
    await(vertx.close());
  }

  private static void migrate(PostgresServer server, Path folder) throws IOException {
    int next = Integer.parseInt(Schema.VERSION) + 1;
    Files.writeString(
        folder.resolve("V" + next + "__later.sql"),
        "alter table room add column later varchar(64) not null default 'x';"
            + " create table later (id varchar(64) primary key);");
    Flyway.configure()
        .dataSource(server.url(), PostgresServer.USER, PostgresServer.PASSWORD)
        .locations("classpath:dev/otter/store/schema", "filesystem:" + folder)
        .load()
        .migrate();
  }
}
