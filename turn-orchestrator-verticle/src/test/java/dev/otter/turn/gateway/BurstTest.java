package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class BurstTest {

  private static final InetSocketAddress A = TestGateway.at("198.51.100.7", 40_000);
  private static final InetSocketAddress SAME = TestGateway.at("198.51.100.7", 40_000);
  private static final InetSocketAddress B = TestGateway.at("198.51.100.7", 40_001);

  private final Burst burst = new Burst(ByteBufAllocator.DEFAULT, Burst.MOST_BYTES);

  @Test
  void oneAloneIsWhatItWas() {
    ByteBuf data = data(5_000);

    assertThat(burst.add(data, A)).isTrue();

    assertThat(burst.to()).isSameAs(A);
    assertThat(burst.take()).isSameAs(data);
    assertThat(burst.isEmpty()).isTrue();
  }

  @Test
  void thoseOfOneSizeAreJoinedAndAShorterOneIsTheLast() {
    ByteBuf second = data(100);
    assertThat(burst.add(data(100), A)).isTrue();
    assertThat(burst.add(second, SAME)).isTrue();
    assertThat(burst.add(data(40), A)).isTrue();
    assertThat(burst.add(data(40), A)).isFalse();

    assertThat(burst.count()).isEqualTo(3);
    assertThat(burst.size()).isEqualTo(100);
    ByteBuf all = burst.take();
    assertThat(all.readableBytes()).isEqualTo(240);
    assertThat(second.refCnt()).isZero();
    all.release();
    // What comes next begins anew.
    assertThat(burst.add(data(500), null)).isTrue();
    assertThat(burst.size()).isEqualTo(500);
    burst.take().release();
  }

  @Test
  void aLongerOneOrOneToAnotherAddressDoesNotFit() {
    assertThat(burst.add(data(100), A)).isTrue();

    assertThat(burst.add(data(101), A)).isFalse();
    assertThat(burst.add(data(100), B)).isFalse();
    assertThat(burst.add(data(100), null)).isFalse();
    assertThat(burst.count()).isEqualTo(1);
    burst.take().release();
  }

  @Test
  void oneThatMayNotFitIntoAPacketStaysAlone() {
    assertThat(burst.add(data(Burst.LARGEST + 1), A)).isTrue();

    assertThat(burst.add(data(10), A)).isFalse();
    burst.take().release();
  }

  @Test
  void thereAreNeverTooManyOrTooManyBytes() {
    assertThat(fill(10)).isEqualTo(Burst.MOST);
    assertThat(fill(1_200)).isEqualTo(Burst.MOST_BYTES / 1_200);
  }

  private int fill(int size) {
    int taken = 0;
    while (burst.add(data(size), A)) {
      taken++;
    }
    burst.take().release();
    return taken;
  }

  private static ByteBuf data(int size) {
    return Unpooled.wrappedBuffer(new byte[size]);
  }
}
