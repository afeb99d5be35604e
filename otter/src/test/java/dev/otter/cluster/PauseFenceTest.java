package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PauseFenceTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private final PauseFence fence = new PauseFence(nanos::get, Duration.ofMillis(8_500));

  @BeforeEach
  void arm() {
    fence.arm(true);
  }

  @Test
  void aPauseAsLongAsTheOthersWaitLetsNothingPass() {
    after(8_501);

    assertThat(fence.passable()).isFalse();
  }

  @Test
  void aShorterPauseIsNothing() {
    after(8_000);

    assertThat(fence.passable()).isTrue();
    assertThat(fence.pulse()).isFalse();
  }

  @Test
  void thePulseThatRunsFirstDoesNotHideThePause() {
    after(20_000);

    assertThat(fence.pulse()).isTrue();
    assertThat(fence.passable()).isFalse();
  }

  @Test
  void onceDownItStaysDownUntilTheNodeIsAMemberAgain() {
    after(20_000);
    fence.pulse();
    after(100);
    fence.pulse();
    assertThat(fence.passable()).isFalse();

    fence.reset();

    assertThat(fence.passable()).isTrue();
  }

  @Test
  void aNodeThatIsAloneMayPauseAsLongAsItWants() {
    fence.arm(false);
    after(60_000);

    assertThat(fence.passable()).isTrue();
  }

  private void after(long ms) {
    nanos.addAndGet(Duration.ofMillis(ms).toNanos());
  }
}
