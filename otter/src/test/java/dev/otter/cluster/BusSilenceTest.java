package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BusSilenceTest {

  private static final ClusterMember A =
      new ClusterMember(new HostAndPort("10.0.0.1", 5701), NodeTag.random());
  private static final ClusterMember B =
      new ClusterMember(new HostAndPort("10.0.0.2", 5701), NodeTag.random());

  private final AtomicLong nanos = new AtomicLong();
  private final BusSilence silence = new BusSilence(nanos::get, Duration.ofSeconds(9));

  @Test
  void whoWasNeverAskedIsNotSilent() {
    assertThat(silence.any(List.of(A))).isFalse();
  }

  @Test
  void silenceIsCountedFromTheLastAnswer() {
    silence.round(List.of(A, B), List.of(A, B));
    pass(5);
    silence.round(List.of(A, B), List.of(A));
    pass(5);
    silence.round(List.of(A, B), List.of());

    assertThat(silence.any(List.of(A))).isFalse();
    assertThat(silence.any(List.of(A, B))).isTrue();
  }

  @Test
  void whoHasNeverAnsweredIsCountedFromTheFirstQuestion() {
    silence.round(List.of(A), List.of());
    pass(10);

    assertThat(silence.any(List.of(A))).isTrue();
  }

  @Test
  void whoWentIsForgotten() {
    silence.round(List.of(A), List.of(A));
    pass(10);
    silence.round(List.of(B), List.of(B));

    assertThat(silence.any(List.of(A, B))).isFalse();
  }

  @Test
  void afterAResetNobodyIsSilent() {
    silence.round(List.of(A), List.of(A));
    pass(10);
    silence.reset();

    assertThat(silence.any(List.of(A))).isFalse();
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
