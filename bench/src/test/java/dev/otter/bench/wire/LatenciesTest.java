package dev.otter.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void quantilesAreRightToThreePerCent() {
    for (int micros = 1; micros <= 100_000; micros++) {
      latencies.record(micros * 1_000L);
    }

    for (double share : new double[] {0.001, 0.5, 0.99, 0.999, 1}) {
      double exact = share * 100_000;
      assertThat(latencies.quantileMicros(share)).isCloseTo(exact, within(exact * 0.032));
    }
  }

  @Test
  void theShortestAndTheLongestFindTheirPlace() {
    latencies.record(-1);
    latencies.record(Long.MAX_VALUE);

    assertThat(latencies.quantileMicros(0.5)).isZero();
    assertThat(latencies.quantileMicros(1)).isGreaterThan(9e15);
  }

  @Test
  void withoutDurationsThereIsNoQuantile() {
    latencies.record(5);
    latencies.clear();

    assertThat(latencies.count()).isZero();
    assertThat(latencies.quantileMicros(0.5)).isZero();
  }
}
