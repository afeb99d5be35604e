package dev.otter.turn.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.coturn.TurnSession;
import dev.otter.turn.relay.RelayLoad;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LoadCountTest {

  private final LoadCount count = new LoadCount(0);
  private long now;

  @Test
  void whatASessionHadBeforeTheFirstLookIsNotCounted() {
    assertThat(take(5, session("1", 1_000_000))).isZero();
    assertThat(count.load()).isEqualTo(new RelayLoad(1, 0));
    assertThat(take(5, session("1", 1_000_500), session("2", 100))).isEqualTo(600);
    assertThat(count.load().allocations()).isEqualTo(2);
  }

  @Test
  void aSteadyRateIsFoundThoughTheFiguresComeInJumps() {
    take(5, session("1", 0));
    long bytes = 0;
    for (int i = 0; i < 60; i++) {
      // 1 Mbit/s, told every 30 s.
      bytes += i % 6 == 5 ? 3_750_000 : 0;
      take(5, session("1", bytes));
    }

    assertThat(count.load().bitsPerSecond()).isCloseTo(1_000_000, Percentage.withPercentage(30));
  }

  @Test
  void aSessionThatEndsTakesNothingBack() {
    take(5, session("1", 500));

    assertThat(take(5)).isZero();
    assertThat(take(5, session("1", 10))).isEqualTo(10);
  }

  private long take(long seconds, TurnSession... sessions) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    return count.take(List.of(sessions), now);
  }

  private static TurnSession session(String id, long bytes) {
    return new TurnSession(id, "1:guest", bytes);
  }
}
