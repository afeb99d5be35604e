package dev.otter.store;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answered create or key survives kill -9 a millisecond later. */
class KillIT {

  @TempDir Path directory;

  @Test
  void whatWasAnsweredIsThereAfterAKill() {
    KilledNode.killAfterEachAnswer(directory, 5, Map.of());
  }

  /** Minutes: {@code mvn verify -Dtests.excluded= -Dtest=KillIT}. */
  @Test
  @Tag("long")
  void whatWasAnsweredIsThereAfterEachOfTwoHundredKills() {
    KilledNode.killAfterEachAnswer(directory, 200, Map.of());
  }
}
