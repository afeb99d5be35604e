package dev.otter.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@link RequestRates}, with a clock that the test turns. */
class RequestRatesTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** A clock may begin anywhere, and its figure overflow. */
  private long now = Long.MAX_VALUE - SECOND;

  private final RequestRates rates = new RequestRates(10);

  private int taken(String source, int attempts) {
    int taken = 0;
    for (int i = 0; i < attempts; i++) {
      taken += rates.take(source, now) == 0 ? 1 : 0;
    }
    return taken;
  }

  @Test
  void twoSecondsWorthPassAtOnceAndThenTheRate() {
    assertThat(taken("a", 100)).isEqualTo(20);
    now += SECOND;
    assertThat(taken("a", 100)).isEqualTo(10);
    now += 3600 * SECOND;
    assertThat(taken("a", 100)).isEqualTo(20);
  }

  @Test
  void whoIsRefusedIsToldWhenAPlaceIsFree() {
    taken("a", 20);

    long wait = rates.take("a", now);

    assertThat(wait).isEqualTo(SECOND / 10);
    now += wait - 1;
    assertThat(rates.take("a", now)).isEqualTo(1);
    now += 1;
    assertThat(rates.take("a", now)).isZero();
  }

  @Test
  void sourcesDoNotShare() {
    taken("a", 100);

    assertThat(taken("b", 100)).isEqualTo(20);
  }

  @Test
  void whatOtherNodesLetThroughIsPaidBack() {
    assertThat(taken("a", 100)).isEqualTo(20);
    rates.takeElsewhere("a", 20, now);
    now += SECOND;
    assertThat(taken("a", 100)).as("in debt").isZero();
    now += 2 * SECOND;
    assertThat(taken("a", 100)).as("30 earned since, 20 paid back").isEqualTo(10);
  }

  @Test
  void aQuietSourceIsForgotten() {
    taken("a", 1);
    rates.sweep(now);
    assertThat(rates.size()).isEqualTo(1);
    now += 2 * SECOND;
    rates.sweep(now);
    assertThat(rates.size()).isZero();
  }

  @Test
  void moreSourcesThanAreToldApartShareOneBucket() {
    RequestRates few = new RequestRates(10, 2);
    few.take("a", now);
    few.take("b", now);
    for (int i = 0; i < 1000; i++) {
      few.take("source " + i, now);
    }
    assertThat(few.size()).isEqualTo(3);
    assertThat(few.take("one more", now)).isPositive();
    assertThat(few.take("a", now)).isZero();
  }

  @Test
  void zeroIsNoLimit() {
    RequestRates none = new RequestRates(0);
    for (int i = 0; i < 1000; i++) {
      assertThat(none.take("a", now)).isZero();
    }
    assertThat(none.size()).isZero();
  }
}
