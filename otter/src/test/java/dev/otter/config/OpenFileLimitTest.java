package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.LimitsConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFileLimitTest {

  @ParameterizedTest
  @CsvSource({"1000000, 50000", "20000, 18000", "1024, 918", "256, 225", "9, 1", "0, 1"})
  void nineTenthsOfTheFilesAreConnections(long maxOpenFiles, int connections) {
    assertThat(OpenFileLimit.connections(maxOpenFiles)).isEqualTo(connections);
  }

  @Test
  void itIsTheDefaultAndNoLimitCanStillBeAskedFor() {
    assertThat(connectionsPerNode(Map.of()))
        .isEqualTo(OpenFileLimit.connections())
        .isBetween(1, LimitsConfig.DEFAULT_CONNECTIONS_PER_NODE);
    assertThat(connectionsPerNode(Map.of("OTTER_LIMITS_CONNECTIONS_PER_NODE", "0"))).isZero();
    assertThat(connectionsPerNode(Map.of("OTTER_LIMITS_CONNECTIONS_PER_NODE", "7"))).isEqualTo(7);
  }

  private static int connectionsPerNode(Map<String, String> environment) {
    return ConfigurationLoader.load(Optional.empty(), environment, false)
        .config()
        .limits()
        .connectionsPerNode();
  }
}
