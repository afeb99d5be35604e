package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StrangerLimitsTest {

  private static final GatewayLimits LIMITS =
      new GatewayLimits(1, 1, 1, 1, 10, 100_000, Duration.ZERO);

  private long now;
  private final StrangerLimits limits = new StrangerLimits(LIMITS, () -> now);

  @Test
  void anAddressHasItsShareAndGetsItAgainWithTime() {
    assertThat(taken(address(1), 100)).isEqualTo(40);
    assertThat(taken(address(2), 100)).isEqualTo(40);

    now += TimeUnit.MILLISECONDS.toNanos(500);
    assertThat(taken(address(1), 100)).isEqualTo(5);
    now += TimeUnit.MINUTES.toNanos(1);
    assertThat(taken(address(1), 100)).isEqualTo(40);
  }

  @Test
  void madeUpAddressesHaveOneShareTogetherAndAreForgotten() {
    int taken = 0;
    for (int i = 0; i < 500_000; i++) {
      taken += limits.take(address(i)) ? 1 : 0;
    }

    assertThat(taken).isEqualTo(400_000);
    assertThat(limits.remembered()).isEqualTo(StrangerLimits.REMEMBERED);
  }

  private int taken(InetAddress address, int times) {
    int taken = 0;
    for (int i = 0; i < times; i++) {
      taken += limits.take(address) ? 1 : 0;
    }
    return taken;
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
