package dev.otter.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.deploy.DeployException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelaySettingsTest {

  @Test
  void withoutAGatewayEachServerHasPortsOfItsOwn() {
    RelaySettings relays = TestDockerSettings.of("--public-ip", "203.0.113.7").relays();

    assertThat(relays.gateway()).isFalse();
    assertThat(relays.ports()).hasToString("49152-65535");
    assertThatThrownBy(() -> TestDockerSettings.of("--relay-ports", "61000-61127"))
        .isInstanceOf(DeployException.class)
        .hasMessage("--relay-ports must be 1024 ports for 2 TURN servers, got 61000-61127");
  }

  @Test
  void withAGatewayAllHaveAFewThatNobodyAsksFrom() {
    RelaySettings relays =
        TestDockerSettings.of("--gateway", "--public-ip", "203.0.113.7").relays();

    assertThat(relays.gateway()).isTrue();
    assertThat(relays.count()).isEqualTo(2);
    assertThat(relays.port()).isEqualTo(3478);
    assertThat(relays.ports()).hasToString("61000-61127");
    assertThat(relays.host().getHostAddress()).isEqualTo("203.0.113.7");
  }

  @Test
  void refusesAnImageThatNothingWouldBeMadeOf() {
    assertThatThrownBy(() -> TestDockerSettings.of("--gateway", "--relay-image", "mine:1"))
        .isInstanceOf(DeployException.class)
        .hasMessageStartingWith("--relay-image is not for --gateway alone");
    assertThat(
            TestDockerSettings.of("--gateway", "--relay-containers", "--relay-image", "mine:1")
                .relays()
                .place())
        .isEqualTo(RelayPlace.NETWORK);
    assertThatThrownBy(() -> TestDockerSettings.of("--relay-containers"))
        .isInstanceOf(DeployException.class)
        .hasMessageStartingWith("--relay-containers is for --gateway");
    assertThatThrownBy(() -> TestDockerSettings.of("--router-image", "mine:1"))
        .isInstanceOf(DeployException.class)
        .hasMessage("--router-image is for --gateway");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--relay-ports 60900-61100 | --relay-ports must be 64 to 1024 ports",
        "--relay-ports 20000-32768 | --relay-ports must be 64 to 1024 ports",
        "--relay-ports 61000-61062 | --relay-ports must be 64 to 1024 ports",
        "--relay-ports 61000-62024 | --relay-ports must be 64 to 1024 ports",
        "--relay-ports 61000-61063 --relay-port 61063 | --relay-port must be none of --relay-ports",
        "--relay-port 40000 | --relay-port must be none of --relay-ports, and none of 32768-60999",
        "--relays 0 | --relays must be from 1 to 16, got 0"
      })
  void refusesPortsThatWouldNotDo(String options, String why) {
    assertThatThrownBy(
            () ->
                TestDockerSettings.of(
                    Stream.concat(Stream.of("--gateway"), Stream.of(options.split(" ")))
                        .toArray(String[]::new)))
        .isInstanceOf(DeployException.class)
        .hasMessageStartingWith(why);
  }
}
