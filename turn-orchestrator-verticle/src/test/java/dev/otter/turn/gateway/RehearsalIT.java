package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway takes over what there never was when it opens, and nothing is left of it. */
class RehearsalIT {

  @TempDir private Path directory;

  @Test
  void aRelayTakesItAndNothingIsCountedOrLeft() throws IOException {
    Vertx vertx = TestGateway.vertx();
    try (TestGateway test = new TestGateway(vertx, directory, List.of())) {
      RunningRelay relay = test.launch();
      test.open();

      Future<Void> rehearsed = test.gateway.rehearsed();
      TestGateway.until("it is rehearsed", rehearsed::isComplete);
      assertThat(rehearsed.succeeded()).as(String.valueOf(rehearsed.cause())).isTrue();
      TestGateway.until("nothing is left at the relay", () -> test.allocations(relay) == 0);
      assertThat(test.moves()).isZero();
      assertThat(test.takeOvers()).isZero();
      assertThat(test.metric("otter.gateway.sessions")).isZero();
    } finally {
      vertx.close();
    }
  }
}
