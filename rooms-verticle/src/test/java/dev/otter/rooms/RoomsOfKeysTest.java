package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.CreatedRoom;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many rooms an API key may have: two, in these tests. */
@ExtendWith(VertxExtension.class)
class RoomsOfKeysTest {

  private static final KeyId ONE = new KeyId("one");
  private static final KeyId OTHER = new KeyId("other");

  private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private RoomMaps maps;
  private RoomRegistry registry;
  private RoomEnding ending;

  @BeforeEach
  void openMaps(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    maps = await(RoomMaps.open(vertx, RoomStore.none()));
    registry = new RoomRegistry(maps, () -> now, 2);
    ending = new RoomEnding(maps, new RoomNews(vertx.eventBus()), () -> now, new RoomMetrics());
  }

  @Test
  void oneMoreIsRefusedAndSaysWhy() throws TimeoutException {
    create("a", ONE);
    create(null, ONE);

    RefusedException refused = refusal(null, ONE);
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_ROOMS);
    assertThat(refused).hasMessageContaining("2 rooms").hasMessageContaining("roomsPerKey");
    assertThat(refusal("b", ONE).code()).isEqualTo(ErrorCode.TOO_MANY_ROOMS);
    assertThat(await(maps.names().find("b"))).as("the name is not taken").isEmpty();
  }

  @Test
  void whatItHasIsStillFoundByItsName() throws TimeoutException {
    CreatedRoom first = create("a", ONE);
    create("b", ONE);

    CreatedRoom again = create("a", ONE);

    assertThat(again.created()).isFalse();
    assertThat(again.room().roomId()).isEqualTo(first.room().roomId());
  }

  @Test
  void otherKeysHaveTheirOwnAndARoomWithoutAKeyIsNobodys() throws TimeoutException {
    create(null, ONE);
    create(null, ONE);

    assertThat(create(null, OTHER).created()).isTrue();
    assertThat(create(null, null).created()).isTrue();
    assertThat(create(null, null).created()).isTrue();
    assertThat(create(null, null).created()).isTrue();
  }

  @Test
  void whatHasEndedCountsNoMore() throws TimeoutException {
    for (int i = 0; i < 20; i++) {
      CreatedRoom room = create("again", ONE);
      assertThat(room.created()).isTrue();
      await(ending.end(room.room().roomId()));
    }
    create(null, ONE);
    create(null, ONE);
  }

  @Test
  void whatIsForgottenCountsNoMore(Vertx vertx) throws TimeoutException {
    create(null, ONE);
    create(null, ONE);
    now = now.plus(Duration.ofDays(8));

    await(new ForgottenRoomSweepTask(maps, await(SweepLease.open(vertx)), () -> now).sweep());

    assertThat(create(null, ONE).created()).isTrue();
  }

  private CreatedRoom create(String name, KeyId key) throws TimeoutException {
    return await(registry.create(new CreateRoom(name, 2, RoomTerms.NONE, key)));
  }

  private RefusedException refusal(String name, KeyId key) {
    return catchThrowableOfType(RefusedException.class, () -> create(name, key));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
