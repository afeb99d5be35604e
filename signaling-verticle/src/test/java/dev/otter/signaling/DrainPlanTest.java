package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainPlanTest {

  private static final Duration MOST = Duration.ofSeconds(20);

  @Test
  void fewAreDoneQuickly() {
    assertThat(DrainPlan.of(10, MOST).spreadMs()).isEqualTo(200);
    assertThat(DrainPlan.of(1, MOST).begun(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 50, 1_000, 50_000, 1_000_000_000})
  void allHaveBegunAndAreOverInTime(int clients) {
    for (Duration most : new Duration[] {Duration.ofSeconds(1), MOST, Duration.ofHours(1)}) {
      DrainPlan plan = DrainPlan.of(clients, most);

      assertThat(plan.over(most.toMillis())).isEqualTo(clients);
      assertThat(plan.begun(plan.spreadMs())).isEqualTo(clients);
      assertThat(plan.over(plan.withinMs() + plan.graceMs() - 1)).isZero();
    }
  }

  @Test
  void manyAreSpreadEvenlyAndEachHasItsWholeSlot() {
    DrainPlan plan = DrainPlan.of(36_000, MOST);

    assertThat(plan.spreadMs()).isEqualTo(18_000);
    int last = 0;
    for (long ms = 0; ms <= 20_000; ms += 20) {
      assertThat(plan.begun(ms) - last).isBetween(0, 41);
      last = plan.begun(ms);
      assertThat(plan.over(ms + plan.withinMs() + plan.graceMs())).isEqualTo(last);
    }
    assertThat(last).isEqualTo(36_000);
  }

  @Test
  void atOnceIsAtOnce() {
    DrainPlan plan = DrainPlan.of(1_000, Duration.ZERO);

    assertThat(plan.over(0)).isEqualTo(1_000);
  }
}
