package dev.otter.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.edge.Readiness.Part;
import dev.otter.store.StoreStanding;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");

  private Instant now = START;
  private final Readiness readiness = new Readiness(() -> now);

  @Test
  void itSaysSinceWhenItIsWhatItIs() {
    assertThat(readiness.standing())
        .isEqualTo(new Readiness.Standing(Readiness.State.STARTING, START));

    now = START.plusSeconds(5).plusMillis(700);
    readiness.to(Readiness.State.READY);

    assertThat(readiness.standing())
        .isEqualTo(new Readiness.Standing(Readiness.State.READY, START.plusSeconds(5)));
  }

  @Test
  void whatIsSaidAgainBeginsNothingAnew() {
    readiness.to(Readiness.State.READY);
    now = START.plusSeconds(10);
    readiness.cutOff("nobody is there");
    now = START.plusSeconds(20);
    readiness.cutOff("still nobody is there");

    assertThat(readiness.standing())
        .isEqualTo(new Readiness.Standing(Readiness.State.CUT_OFF, START.plusSeconds(10)));

    readiness.connected();

    assertThat(readiness.standing())
        .isEqualTo(new Readiness.Standing(Readiness.State.READY, START.plusSeconds(20)));
  }

  @Test
  void whileItStartsAndStopsTheClusterChangesNothing() {
    readiness.cutOff("it has not found its cluster yet");
    now = START.plusSeconds(3);
    readiness.connected();

    assertThat(readiness.standing())
        .isEqualTo(new Readiness.Standing(Readiness.State.STARTING, START));

    readiness.to(Readiness.State.DRAINING);
    readiness.cutOff("nobody is there");

    assertThat(readiness.state()).isEqualTo(Readiness.State.DRAINING);
  }

  @Test
  void eachPartSaysHowItIsAndSinceWhen() {
    assertThat(readiness.parts()).containsExactly(new Part("node", false, START));

    now = START.plusSeconds(1);
    readiness.connected();
    now = START.plusSeconds(2);
    readiness.connected();
    readiness.to(Readiness.State.READY);
    now = START.plusSeconds(3);
    readiness.cutOff("nobody is there");
    now = START.plusSeconds(4);
    readiness.cutOff("still nobody is there");

    assertThat(readiness.parts())
        .containsExactly(
            new Part("node", true, START.plusSeconds(2)),
            new Part("cluster", false, START.plusSeconds(3)));

    readiness.connected();
    now = START.plusSeconds(5);
    readiness.empty();

    assertThat(readiness.parts())
        .containsExactly(
            new Part("node", false, START.plusSeconds(5)),
            new Part("cluster", true, START.plusSeconds(4)));
  }

  @Test
  void aStoreThatIsAwayIsSaidAndTheNodeServesOn() {
    readiness.to(Readiness.State.READY);
    readiness.store(() -> new StoreStanding(true, START.plusMillis(1_500)));

    assertThat(readiness.state()).isEqualTo(Readiness.State.READY);
    assertThat(readiness.parts())
        .containsExactly(
            new Part("node", true, START), new Part("store", false, START.plusSeconds(1)));
  }
}
