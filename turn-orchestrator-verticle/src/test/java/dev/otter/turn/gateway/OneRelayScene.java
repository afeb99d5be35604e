package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with one real relay for all cases of a class, and clients that are closed after each.
 */
abstract class OneRelayScene {

  @TempDir private static Path directory;
  private static Vertx vertx;
  static TestGateway test;
  static InetSocketAddress gateway;
  private static int participants;

  final List<TestTurnClient> open = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    vertx = TestGateway.vertx();
    test = new TestGateway(vertx, directory, List.of());
    test.launch();
    gateway = test.open();
  }

  @AfterAll
  static void stop() {
    test.close();
    vertx.close();
  }

  /** All cases come from one address, and each has all of its share. */
  @BeforeEach
  void shares() {
    test.forward(Duration.ofSeconds(10));
  }

  @AfterEach
  void close() throws IOException {
    for (TestTurnClient each : open) {
      each.close();
    }
    assertThat(test.drops(DropReason.FAULT)).isZero();
  }

  TestTurnClient client() throws IOException {
    participants++;
    return opened(new TestTurnClient(gateway, test.credential("guest-" + participants)));
  }

  TestTurnClient opened(TestTurnClient client) {
    open.add(client);
    return client;
  }

  static InetSocketAddress peer(String address) {
    return TestGateway.at(address, 9);
  }
}
