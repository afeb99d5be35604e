package dev.otter.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link FailedAttempts}, with a clock that the test turns. */
class FailedAttemptsTest {

  private static final long HOLD = Duration.ofSeconds(2).toNanos();

  private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
  private final FailedAttempts attempts = new FailedAttempts(10);

  private void fail(int times) {
    attempts.failed("a", times, now);
  }

  private long takeMs() {
    return Duration.ofNanos(attempts.take("a", now, HOLD)).toMillis();
  }

  @Test
  void tenFailuresCostNothing() {
    fail(9);
    assertThat(attempts.slows("a", now)).isFalse();
    assertThat(takeMs()).isZero();
    assertThat(attempts.slows("b", now)).isFalse();
  }

  @Test
  void thenTheDelayDoublesFrom100MsTo25S() {
    fail(9);
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      fail(1);
      long delay = attempts.take("a", now, 0);
      delays.add(Duration.ofNanos(delay).toMillis());
      now += delay;
    }
    assertThat(delays)
        .containsExactly(
            100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_000L, 25_000L, 25_000L,
            25_000L);
  }

  @Test
  void manyAtOnceGetTheirTurnsOneAfterTheOther() {
    fail(10);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      waits.add(takeMs());
    }
    assertThat(waits.subList(0, 20)).isSorted().startsWith(100L, 200L, 300L).endsWith(2_000L);
    assertThat(waits.subList(20, 30)).as("refused, and nothing taken").containsOnly(2_100L);
  }

  @Test
  void afterHalfAnHourAllIsForgotten() {
    fail(30);
    now += FailedAttempts.WINDOW.toNanos();
    assertThat(attempts.slows("a", now)).isTrue();
    now += 1;
    assertThat(attempts.slows("a", now)).isFalse();
    attempts.sweep(now);
    assertThat(attempts.size()).isZero();
  }

  @Test
  void noMoreAddressesAreRememberedThanThereIsPlaceFor() {
    FailedAttempts few = new FailedAttempts(1, 3);
    for (int i = 0; i < 100; i++) {
      few.failed("address " + i, 2, now);
    }
    assertThat(few.size()).isEqualTo(3);
    assertThat(few.slows("address 99", now)).isTrue();
  }

  @Test
  void zeroIsNoLimit() {
    FailedAttempts none = new FailedAttempts(0);
    none.failed("a", 1000, now);
    assertThat(none.slows("a", now)).isFalse();
    assertThat(none.size()).isZero();
  }
}
