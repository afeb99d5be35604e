package dev.otter.store;

import static dev.otter.testing.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomTerms;
import dev.otter.testing.PostgresServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same statements on both databases. */
class TablesIT {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

  /** What both must do. */
  abstract static class Tables {

    private Vertx vertx;
    private Database database;

    abstract StoreConfig config();

    abstract Path dataDir();

    @BeforeEach
    void open() {
      vertx = Vertx.vertx();
      database = await(Database.open(vertx, config(), dataDir()));
    }

    @AfterEach
    void close() {
      await(database.close());
      await(vertx.close());
    }

    private void reopen() {
      await(database.close());
      database = await(Database.open(vertx, config(), dataDir()));
    }

    @Test
    void aRoomIsKeptAsItIsWithoutThoseWhoAreIn() {
      Room named = Room.create(RoomId.random(), "stand up ä 🦦", 16, NOW);
      Room nameless = Room.create(RoomId.random(), null, 2, NOW);

      assertThat(await(database.rooms().insert(named))).isEmpty();
      assertThat(await(database.rooms().insert(nameless))).isEmpty();
      reopen();

      assertThat(await(database.rooms().find(named.roomId()))).contains(named);
      assertThat(await(database.rooms().findByName("stand up ä 🦦"))).contains(named);
      assertThat(await(database.rooms().find(nameless.roomId()))).contains(nameless);
      assertThat(await(database.rooms().findByName("another"))).isEmpty();
    }

    @Test
    void anIdOrANameIsKeptOnceAndWhoComesLaterLearnsWhose() {
      Room first = Room.create(RoomId.random(), "once", 2, NOW);
      await(database.rooms().insert(first));

      Room sameName = Room.create(RoomId.random(), "once", 4, NOW);
      Room sameId = Room.create(first.roomId(), "other", 4, NOW);

      assertThat(await(database.rooms().insert(sameName))).contains(first);
      assertThat(await(database.rooms().insert(sameId))).contains(first);
    }

    @Test
    void whatChangesIsWrittenAndWhatIsDeletedIsGone() {
      Room room = Room.create(RoomId.random(), "changes", 2, NOW);
      await(database.rooms().insert(room));
      Room closed =
          new Room(
              room.roomId(),
              "changes",
              NOW,
              NOW.plusSeconds(5),
              2,
              true,
              room.participants(),
              RoomTerms.NONE,
              List.of());

      await(database.rooms().update(closed));
      assertThat(await(database.rooms().find(room.roomId()))).contains(closed);
      await(database.rooms().delete(room.roomId()));
      assertThat(await(database.rooms().find(room.roomId()))).isEmpty();
      await(database.rooms().update(closed));
      assertThat(await(database.rooms().find(room.roomId()))).contains(closed);
    }

    @Test
    void pagesGoThroughAllRoomsOnce() {
      List<Room> made =
          IntStream.range(0, 25).mapToObj(i -> Room.create(RoomId.random(), null, 2, NOW)).toList();
      await(Future.all(made.stream().map(database.rooms()::insert).toList()));

      List<Room> read = new ArrayList<>();
      RoomId after = null;
      List<Room> page;
      do {
        page = await(database.rooms().page(after, 10));
        read.addAll(page);
        after = page.isEmpty() ? null : page.get(page.size() - 1).roomId();
      } while (page.size() == 10);

      assertThat(read).doesNotHaveDuplicates().containsAll(made);
    }

    @Test
    void keysAndRevocationsAreKept() {
      StoredApiKey key =
          new StoredApiKey(
              new KeyId("k-" + RoomId.random().value()),
              "backend",
              Set.of(Scope.ROOMS_READ, Scope.ROOMS_WRITE),
              "0".repeat(64),
              "sealed",
              NOW,
              null,
              null,
              null);
      assertThat(await(database.keys().insert(key))).isTrue();
      assertThat(await(database.keys().insert(key))).isFalse();
      StoredApiKey changed =
          key.endingAt(NOW.plusSeconds(1)).usedAt(NOW.plusSeconds(2)).revokedAt(NOW.plusSeconds(3));
      await(database.keys().update(changed));
      RevokedToken token = new RevokedToken("t-" + key.keyId(), NOW);
      await(database.revocations().insert(token));
      await(database.revocations().insert(token));
      reopen();

      assertThat(await(database.keys().all())).contains(changed);
      assertThat(await(database.revocations().allRevoked())).contains(token);
      await(database.revocations().deleteEndedBefore(NOW.plusMillis(1)));
      assertThat(await(database.revocations().allRevoked())).doesNotContain(token);
      await(database.keys().delete(changed));
      assertThat(await(database.keys().all())).doesNotContain(changed);
    }

    @Test
    void ofAThousandAtOnceOneWrongOneFailsAlone() {
      Room wrong = Room.create(RoomId.random(), "x".repeat(600), 2, NOW);
      List<Future<Optional<Room>>> asked = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        asked.add(database.rooms().insert(Room.create(RoomId.random(), null, 2, NOW)));
      }
      Future<Optional<Room>> refused = database.rooms().insert(wrong);
      asked.add(database.rooms().insert(Room.create(RoomId.random(), null, 2, NOW)));

      assertThat(await(Future.join(asked)).size()).isEqualTo(1001);
      assertThat(await(refused.transform(Future::succeededFuture)).failed()).isTrue();
    }
  }

  @Nested
  class OnH2 extends Tables {

    @TempDir Path folder;

    @Override
    StoreConfig config() {
      return StoreConfig.embedded();
    }

    @Override
    Path dataDir() {
      return folder.resolve("a b, ä");
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws Exception {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir())))
          .isEqualTo("rwx------");
      try (var files = Files.list(dataDir())) {
        assertThat(files.toList())
            .hasSize(1)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Nested
  class OnPostgres extends Tables {

    private static final PostgresServer SERVER = PostgresServer.start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }

    @TempDir Path folder;

    @Override
    StoreConfig config() {
      return new StoreConfig(
          Optional.of(SERVER.url()),
          Optional.of(PostgresServer.USER),
          Optional.of(PostgresServer.PASSWORD));
    }

    @Override
    Path dataDir() {
      return folder;
    }
  }

  @Test
  void aPathThatTheEmbeddedDatabaseCannotTakeIsRefusedWithTheReason(@TempDir Path folder) {
    Vertx vertx = Vertx.vertx();

    assertThatThrownBy(
            () -> await(Database.open(vertx, StoreConfig.embedded(), folder.resolve("a;b"))))
        .rootCause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a semicolon in the path");
    await(vertx.close());
  }

  @Test
  void theNewestFileIsTheVersionThatAStartLooksFor() throws Exception {
    Path schema = Path.of("../store/src/main/resources/dev/otter/store/schema");
    try (var files = Files.list(schema)) {
      String newest =
          files
              .map(file -> file.getFileName().toString())
              .map(name -> name.substring(1, name.indexOf("__")))
              .max(Comparator.comparingInt(Integer::parseInt))
              .orElseThrow();
      assertThat(Schema.VERSION).isEqualTo(newest);
    }
  }
}
