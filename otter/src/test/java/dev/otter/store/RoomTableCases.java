package dev.otter.store;

import static dev.otter.testing.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomTerms;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the table of rooms must do on each database that a subclass opens. */
abstract class RoomTableCases {

  static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

  private Vertx vertx;

  /** Open while a test runs. */
  Database database;

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

  void reopen() {
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
            List.of(),
            null,
            null,
            null);

    await(database.rooms().update(closed));
    assertThat(await(database.rooms().find(room.roomId()))).contains(closed);
    await(database.rooms().delete(room.roomId()));
    assertThat(await(database.rooms().find(room.roomId()))).isEmpty();
    await(database.rooms().update(closed));
    assertThat(await(database.rooms().find(room.roomId()))).contains(closed);
  }

  @Test
  void whichKeyMadeARoomIsKept() {
    Room room =
        Room.create(RoomId.random(), new CreateRoom(null, 2, RoomTerms.NONE, new KeyId("k1")), NOW);
    await(database.rooms().insert(room));

    assertThat(await(database.rooms().find(room.roomId()))).contains(room);
  }

  @Test
  void roomsThatEndedAreDeletedSomeAtATimeAndOthersStay() {
    Room open = Room.create(RoomId.random(), null, 2, NOW);
    await(database.rooms().insert(open));
    Instant longAgo = NOW.minusSeconds(10_000_000);
    for (int i = 0; i < 3; i++) {
      Room room = Room.create(RoomId.random(), null, 2, longAgo);
      await(database.rooms().insert(room));
      await(database.rooms().update(room.ended(longAgo.plusSeconds(i))));
    }
    Instant before = longAgo.plusSeconds(2);

    assertThat(await(database.rooms().deleteEnded(before, 1))).isEqualTo(1);
    assertThat(await(database.rooms().deleteEnded(before, 10))).isEqualTo(1);
    assertThat(await(database.rooms().deleteEnded(before, 10))).isZero();
    assertThat(await(database.rooms().find(open.roomId()))).contains(open);
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
