package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.RelayCount;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RelayScalingTest {

  private static final RelayLoad NOTHING = RelayLoad.NONE;

  private final RelayScaling scaling =
      new RelayScaling(
          new RelayCount(1, 4, 100, 10, Duration.ofSeconds(10), Duration.ofSeconds(60)));
  private Instant now = Instant.parse("2026-11-27T04:00:00Z");

  @Test
  void asManyAsTheAllocationsOrTheRateNeedAreWantedAfterAWhile() {
    RelayLoad busy = new RelayLoad(250, 5_000_000);
    assertThat(scaling.wanted(busy, now)).isEqualTo(1);
    assertThat(after(9, busy)).isEqualTo(1);
    assertThat(after(1, busy)).isEqualTo(3);

    RelayLoad fast = new RelayLoad(10, 35_000_000);
    assertThat(scaling.wanted(fast, now)).isEqualTo(3);
    assertThat(after(10, fast)).isEqualTo(4);
  }

  @Test
  void aShortPeakIsWaitedOut() {
    RelayLoad busy = new RelayLoad(250, 0);
    scaling.wanted(busy, now);
    after(9, NOTHING);

    assertThat(after(5, busy)).isEqualTo(1);
    assertThat(after(9, busy)).isEqualTo(1);
    assertThat(after(1, busy)).isEqualTo(3);
  }

  @Test
  void neverMoreThanTheMostNorFewerThanTheLeast() {
    RelayLoad huge = new RelayLoad(100_000, Long.MAX_VALUE / 4);
    scaling.wanted(huge, now);
    assertThat(after(10, huge)).isEqualTo(4);

    scaling.wanted(NOTHING, now);
    for (int i = 0; i < 10; i++) {
      after(60, NOTHING);
    }
    assertThat(scaling.wanted(NOTHING, now)).isEqualTo(1);
  }

  @Test
  void theyBecomeFewerOneAfterTheOther() {
    RelayLoad busy = new RelayLoad(400, 0);
    scaling.wanted(busy, now);
    after(10, busy);

    assertThat(after(0, NOTHING)).isEqualTo(4);
    assertThat(after(59, NOTHING)).isEqualTo(4);
    assertThat(after(1, NOTHING)).isEqualTo(3);
    assertThat(after(59, NOTHING)).isEqualTo(3);
    assertThat(after(1, NOTHING)).isEqualTo(2);
    // What needs two keeps two.
    assertThat(after(300, new RelayLoad(150, 0))).isEqualTo(2);
  }

  private int after(long seconds, RelayLoad load) {
    now = now.plusSeconds(seconds);
    return scaling.wanted(load, now);
  }
}
