package dev.otter.store;

import static dev.otter.testing.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.StoreConfig;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was answered is in the file of the embedded database, and not only in its memory: a copy of
 * the file, taken right after the answer, has it. Two versions of H2 did not pass this.
 */
class OnDiskIT {

  private static final int TIMES = 300;

  @TempDir Path dataDir;
  @TempDir Path copyDir;

  @Test
  void aCopyOfTheFileHasWhatWasAnswered() throws Exception {
    Vertx vertx = Vertx.vertx();
    Database database = await(Database.open(vertx, StoreConfig.embedded(), dataDir));
    int lost = 0;
    for (int i = 0; i < TIMES; i++) {
      Room room = Room.create(RoomId.random(), null, 2, Instant.EPOCH);
      await(database.rooms().insert(room));
      Files.copy(
          dataDir.resolve("store.mv.db"),
          copyDir.resolve("store.mv.db"),
          StandardCopyOption.REPLACE_EXISTING);
      Database copy = await(Database.open(vertx, StoreConfig.embedded(), copyDir));
      lost += await(copy.rooms().find(room.roomId())).isPresent() ? 0 : 1;
      await(copy.close());
    }
    await(database.close());
    await(vertx.close());

    assertThat(lost).isZero();
  }
}
