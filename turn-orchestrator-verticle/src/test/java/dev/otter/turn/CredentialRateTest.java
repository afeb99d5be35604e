package dev.otter.turn;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import org.junit.jupiter.api.Test;

class CredentialRateTest {

  private long now = Long.MAX_VALUE - 5;

  private final CredentialRate rate = new CredentialRate(() -> now);

  @Test
  void aBurstIsLetThroughAndThenOneASecond() {
    takeBurst("one");
    assertRefused("one");
    takeBurst("another");

    now += CredentialRate.EACH_NANOS;
    rate.take("one");
    assertRefused("one");
  }

  @Test
  void aQuietTimeFillsTheBucketAndNoMore() {
    takeBurst("one");

    now += 10 * CredentialRate.BURST * CredentialRate.EACH_NANOS;
    takeBurst("one");
    assertRefused("one");
  }

  @Test
  void manyParticipantsTakeNoMoreMemory() {
    takeBurst("one");
    for (int i = 0; i < CredentialRate.MOST; i++) {
      rate.take("p" + i);
    }

    // The oldest was forgotten.
    assertThatCode(() -> takeBurst("one")).doesNotThrowAnyException();
  }

  private void takeBurst(String who) {
    for (int i = 0; i < CredentialRate.BURST; i++) {
      rate.take(who);
    }
  }

  private void assertRefused(String who) {
    assertThatThrownBy(() -> rate.take(who))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              if (refused.code() != ErrorCode.REQUEST_RATE) {
                throw new AssertionError(refused.code());
              }
            });
  }
}
