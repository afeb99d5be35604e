package dev.otter.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class DriverChoiceTest {

  @TempDir private Path directory;

  @Test
  void autoTakesTheServerOnThePath(Vertx vertx) throws Exception {
    Path server = Files.createFile(directory.resolve("turnserver"));
    String path = "/nowhere" + File.pathSeparator + directory;
    String noDocker = ", and not docker: no Docker daemon listens at " + host();

    assertThat(choice(vertx, TurnDriver.AUTO, path))
        .isEqualTo(
            new DriverChoice(
                TurnDriver.NONE,
                Optional.empty(),
                "there is no turnserver on the path" + noDocker));
    assertThat(server.toFile().setExecutable(true)).isTrue();
    assertThat(choice(vertx, TurnDriver.AUTO, path))
        .isEqualTo(
            new DriverChoice(
                TurnDriver.PROCESS, Optional.of(server), "there is " + server + noDocker));
  }

  @Test
  void aSocketThatIsNoDockerIsSaidSo(Vertx vertx) throws Exception {
    Files.createFile(directory.resolve("docker.sock"));

    assertThat(choice(vertx, TurnDriver.AUTO, null).driver()).isEqualTo(TurnDriver.NONE);
    assertThat(choice(vertx, TurnDriver.AUTO, null).why()).contains("not docker: ");
  }

  @Test
  void aServerThatIsConfiguredAndNotThereIsRefused(Vertx vertx) {
    assertThatThrownBy(() -> choice(vertx, TurnDriver.PROCESS, "/nowhere"))
        .hasMessage("turn.driver is process, and there is no turnserver on the path");
  }

  private DriverChoice choice(Vertx vertx, TurnDriver driver, String path) throws TimeoutException {
    TurnConfig turn =
        new TurnConfig(
            driver,
            List.of(),
            List.of(),
            TestRelays.docker(1, RelaysConfig.DEFAULT_RELAY_PORTS, host(), "none:none"),
            false);
    return DriverChoice.of(vertx, turn, path, false).await(60, TimeUnit.SECONDS);
  }

  private String host() {
    return "unix://" + directory.resolve("docker.sock");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "localhost, 127.0.0.1",
    "::1, 127.0.0.1",
    "192.0.2.7, 192.0.2.7"
  })
  void aRelayListensWhereTheEdgeDoes(String edgeHost, String address) {
    assertThat(LocalAddress.of(Optional.empty(), edgeHost).getHostAddress()).isEqualTo(address);
    assertThat(LocalAddress.of(Optional.of("192.0.2.9"), edgeHost).getHostAddress())
        .isEqualTo("192.0.2.9");
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "::", "otter.example.com"})
  void anEdgeOnEveryAddressHasItsRelaysOnOne(String edgeHost) {
    assertThat(LocalAddress.of(Optional.empty(), edgeHost).isAnyLocalAddress()).isFalse();
  }
}
