package dev.otter.store;

import static dev.otter.testing.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEvent;
import dev.otter.contract.room.RoomEventType;
import dev.otter.contract.room.RoomEvents;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import dev.otter.contract.store.WebhookStore;
import dev.otter.testing.Eventually;
import dev.otter.testing.PostgresServer;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same statements on both databases. */
class TablesIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

  /** What both must do. */
  abstract static class Tables extends RoomTableCases {

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
    void eventsAreHandedOverOnceForEachWebhookAndComeInOrder() {
      WebhookStore hooks = database.webhooks();
      StoredWebhook hook = hook();
      StoredWebhook other = hook();
      assertThat(await(hooks.insert(hook, 1000))).isTrue();
      assertThat(await(hooks.insert(other, 1000))).isTrue();
      assertThat(await(hooks.insert(hook(), 1))).as("too many").isFalse();
      Room room = eventful(3);
      await(database.rooms().insert(room));
      await(hooks.handOver(room));
      await(hooks.handOver(room));

      assertThat(numbers(hook, DeliveryState.WAITING)).containsExactly(1L, 2L, 3L);
      assertThat(numbers(other, DeliveryState.WAITING)).containsExactly(1L, 2L, 3L);
      WebhookDelivery first = due(hook, room).get(0);
      assertThat(due(hook, room)).as("the oldest of the room").hasSize(1);
      assertThat(first.number()).isEqualTo(1);
      await(hooks.update(first.failed("x".repeat(600), DeliveryState.WAITING, NOW.plusMillis(7))));
      WebhookDelivery again = due(hook, room).get(0);
      assertThat(again.attempts()).isEqualTo(1);
      assertThat(again.nextAt()).isEqualTo(NOW.plusMillis(7));
      assertThat(again.lastError()).hasSize(512);
      await(hooks.update(first.failed("no", DeliveryState.WAITING, FAR)));
      assertThat(due(hook, room)).as("nothing overtakes what waits").isEmpty();
      await(hooks.update(first.failed("no", DeliveryState.DEAD, FAR)));
      assertThat(due(hook, room).get(0).number()).isEqualTo(2);
      await(hooks.delivered(due(hook, room).get(0)));
      reopen();
      assertThat(numbers(hook, DeliveryState.WAITING)).containsExactly(3L);
      assertThat(numbers(hook, DeliveryState.DEAD)).containsExactly(1L);
      assertThat(await(database.rooms().find(room.roomId())).orElseThrow().recordedEvents().last())
          .as("the room goes on counting")
          .isEqualTo(3);
      await(database.webhooks().handOver(room));
      assertThat(numbers(hook, DeliveryState.WAITING)).as("not once more").containsExactly(3L);
      await(database.webhooks().delete(hook.webhookId()));
      assertThat(numbers(hook, DeliveryState.WAITING)).isEmpty();
      assertThat(await(database.webhooks().delete(other.webhookId()))).isTrue();
      assertThat(await(database.webhooks().delete(other.webhookId()))).isFalse();
    }

    @Test
    void deadDeliveriesAreTriedAgainAndTheirNumberIsBounded() {
      WebhookStore hooks = database.webhooks();
      StoredWebhook hook = hook();
      await(hooks.insert(hook, 1000));
      Room room = eventful(5);
      await(database.rooms().insert(room));

      await(hooks.trim(hook.webhookId(), 3));
      assertThat(numbers(hook, DeliveryState.WAITING)).containsExactly(3L, 4L, 5L);
      assertThat(numbers(hook, DeliveryState.DEAD)).as("the oldest").containsExactly(1L, 2L);
      assertThat(await(hooks.redeliver(hook.webhookId(), room.roomId(), 2, NOW))).isEqualTo(1);
      assertThat(await(hooks.redeliver(hook.webhookId(), room.roomId(), 2, NOW))).isZero();
      assertThat(numbers(hook, DeliveryState.WAITING)).containsExactly(2L, 3L, 4L, 5L);
      assertThat(await(hooks.redeliver(hook.webhookId(), null, 0, NOW))).isEqualTo(1);
      assertThat(await(hooks.count(hook.webhookId(), DeliveryState.WAITING))).isEqualTo(5);
      await(hooks.trim(hook.webhookId(), 1));
      assertThat(await(hooks.count(hook.webhookId(), DeliveryState.WAITING))).isEqualTo(1);
      assertThat(await(hooks.count(hook.webhookId(), DeliveryState.DEAD))).isEqualTo(1);
      assertThat(await(hooks.list(hook.webhookId(), DeliveryState.WAITING, room.roomId(), 5, 10)))
          .as("after the last")
          .isEmpty();
      await(hooks.delete(hook.webhookId()));
    }

    @Test
    void oneNodeAtATimeHasTheLease() {
      WebhookStore hooks = database.webhooks();
      StoredWebhook hook = hook();
      await(hooks.insert(hook, 1000));
      NodeTag one = NodeTag.random();
      NodeTag two = NodeTag.random();

      assertThat(await(hooks.lease(hook.webhookId(), one))).isTrue();
      assertThat(await(hooks.lease(hook.webhookId(), two))).isFalse();
      assertThat(await(hooks.lease(hook.webhookId(), one))).as("longer").isTrue();
      await(hooks.release(two));
      assertThat(await(hooks.lease(hook.webhookId(), two))).isFalse();
      await(hooks.release(one));
      assertThat(await(hooks.lease(hook.webhookId(), two))).isTrue();
      await(hooks.delete(hook.webhookId()));
    }

    private List<WebhookDelivery> due(StoredWebhook hook, Room room) {
      Instant soon = Instant.now().plusSeconds(60);
      return await(database.webhooks().due(hook.webhookId(), soon, 1000)).stream()
          .filter(each -> each.roomId().equals(room.roomId()))
          .toList();
    }

    private List<Long> numbers(StoredWebhook hook, DeliveryState state) {
      return await(database.webhooks().list(hook.webhookId(), state, null, 0, 1000)).stream()
          .map(WebhookDelivery::number)
          .toList();
    }

    private static StoredWebhook hook() {
      return new StoredWebhook(WebhookId.random(), "https://hooks.example/", "sealed", NOW);
    }

    private static Room eventful(int events) {
      List<RoomEvent> waiting = new ArrayList<>();
      for (int i = 1; i <= events; i++) {
        waiting.add(new RoomEvent(i, RoomEventType.ROOM_CREATED, NOW, 0, null, null));
      }
      return Room.create(RoomId.random(), null, 2, NOW)
          .withEvents(new RoomEvents(events, waiting, 0));
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

    @Test
    void itIsNoticedThatItIsAwayAndBackThoughNobodyAsksItAnything() {
      StoreStanding there = database.standing();
      assertThat(there.away()).isFalse();

      SERVER.stop();
      Eventually.within(BOUND, "it is away", () -> database.standing().away());
      Instant away = database.standing().since();
      SERVER.resume();
      Eventually.within(BOUND, "it is back", () -> !database.standing().away());

      assertThat(away).isAfterOrEqualTo(there.since());
      assertThat(database.standing().since()).isAfterOrEqualTo(away);
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
