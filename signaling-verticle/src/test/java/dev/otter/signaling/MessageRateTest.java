package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRateTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void twoSecondsWorthPassesAtOnceAndNotOneMore(long start) {
    MessageRate rate = new MessageRate(100, 0, start);

    for (int i = 0; i < 200; i++) {
      assertThat(rate.tryTake(start)).isTrue();
    }

    assertThat(rate.tryTake(start)).isFalse();
  }

  @Test
  void afterABurstTheSteadyRatePasses() {
    MessageRate rate = new MessageRate(10, 0, 0);
    while (rate.tryTake(0)) {
      // Until the burst is used up.
    }

    assertThat(rate.tryTake(SECOND / 10 - 1)).isFalse();
    assertThat(rate.tryTake(SECOND / 10)).isTrue();
    assertThat(rate.tryTake(SECOND / 10)).isFalse();
    assertThat(rate.tryTake(2 * SECOND / 10)).isTrue();
  }

  @Test
  void aLongPauseGivesTwoSecondsWorthAndNoMore() {
    MessageRate rate = new MessageRate(10, 0, 0);
    int passed = 0;

    while (rate.tryTake(3_600 * SECOND)) {
      passed++;
    }

    assertThat(passed).isEqualTo(20);
  }

  @Test
  void afterItWasFilledItHoldsABurstAndNoMore() {
    MessageRate rate = new MessageRate(10, 7, 0);
    while (rate.tryTake(0)) {
      // Until the burst is used up.
    }
    rate.fill(5);
    rate.fill(5);
    int passed = 0;

    while (rate.tryTake(5)) {
      passed++;
    }

    assertThat(passed).isEqualTo(27);
  }

  @Test
  void zeroIsNoLimit() {
    MessageRate rate = new MessageRate(0, 0, 0);

    for (int i = 0; i < 10_000; i++) {
      assertThat(rate.tryTake(0)).isTrue();
    }
  }

  @Test
  void moreMayComeAtOnceWhereItIsAllowed() {
    MessageRate rate = new MessageRate(10, 7, 0);
    int passed = 0;

    while (rate.tryTake(0)) {
      passed++;
    }

    assertThat(passed).isEqualTo(27);
  }
}
