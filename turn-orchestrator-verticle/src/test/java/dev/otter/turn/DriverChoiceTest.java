package dev.otter.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.TurnDriver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverChoiceTest {

  @TempDir private Path directory;

  @Test
  void autoTakesTheServerOnThePath() throws IOException {
    Path server = Files.createFile(directory.resolve("turnserver"));
    String path = "/nowhere" + File.pathSeparator + directory;

    assertThat(DriverChoice.of(TurnDriver.AUTO, "turnserver", path).driver())
        .isEqualTo(TurnDriver.NONE);
    assertThat(server.toFile().setExecutable(true)).isTrue();
    assertThat(DriverChoice.of(TurnDriver.AUTO, "turnserver", path))
        .isEqualTo(new DriverChoice(TurnDriver.PROCESS, Optional.of(server), "there is " + server));
  }

  @Test
  void withoutAServerAutoTakesNoneAndProcessIsRefused() {
    assertThat(DriverChoice.of(TurnDriver.AUTO, "turnserver", null))
        .isEqualTo(
            new DriverChoice(
                TurnDriver.NONE, Optional.empty(), "there is no turnserver on the path"));
    assertThatThrownBy(() -> DriverChoice.of(TurnDriver.PROCESS, "turnserver", "/nowhere"))
        .hasMessage("turn.driver is process, and there is no turnserver on the path");
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
