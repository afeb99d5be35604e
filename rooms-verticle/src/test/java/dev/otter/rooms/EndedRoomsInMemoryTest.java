package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.Room;
import dev.otter.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where rooms are kept in a database, those that have ended do not stay in memory. */
@ExtendWith(VertxExtension.class)
class EndedRoomsInMemoryTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path dataDir;

  private volatile Instant now = MADE;
  private Database database;
  private RoomMaps maps;
  private RoomRegistry registry;
  private RoomEnding ending;
  private ForgottenRoomSweepTask sweep;

  @BeforeEach
  void open(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    StoreConfig embedded = new StoreConfig(Optional.empty(), Optional.empty(), Optional.empty());
    database = await(Database.open(vertx, embedded, dataDir));
    maps = await(RoomMaps.open(vertx, database.rooms()));
    registry = new RoomRegistry(maps, () -> now, 0);
    ending = new RoomEnding(maps, new RoomNews(vertx.eventBus()), () -> now, new RoomMetrics());
    sweep = new ForgottenRoomSweepTask(maps, await(SweepLease.open(vertx)), () -> now);
  }

  @AfterEach
  void close() throws TimeoutException {
    await(database.close());
  }

  @Test
  void anEndedRoomLeavesTheMemoryAfterAnHourAndIsStillKnownAsEnded() throws TimeoutException {
    Room room = endedRoom();
    now = MADE.plus(Duration.ofHours(1));
    await(sweep.sweep());
    assertThat(await(maps.rooms().all())).hasSize(1);

    now = now.plusMillis(1);
    await(sweep.sweep());

    assertThat(await(maps.rooms().all())).isEmpty();
    assertThat(await(registry.find(room.roomId().value())).closed()).isTrue();
    assertThat(await(registry.create(new CreateRoom("stand-up", 2))).created()).isTrue();
  }

  @Test
  void afterThirtyOneDaysTheDatabaseHasForgottenItToo() throws TimeoutException {
    Room room = endedRoom();
    now = MADE.plus(Duration.ofHours(2));
    await(sweep.sweep());
    now = MADE.plus(Duration.ofDays(31));
    await(sweep.sweep());
    assertThat(await(database.rooms().find(room.roomId()))).isPresent();

    now = now.plusMillis(1);
    await(sweep.sweep());

    assertThat(await(database.rooms().find(room.roomId()))).isEmpty();
  }

  private Room endedRoom() throws TimeoutException {
    Room room = await(registry.create(new CreateRoom("stand-up", 2))).room();
    return await(ending.end(room.roomId()));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
