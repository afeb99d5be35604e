package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Relays that cannot show a new certificate are drained one after the other. */
class OutdatedRelaysTest {

  private final Relay first = relay(RelayState.READY);
  private final Relay second = relay(RelayState.READY);
  private final OutdatedRelays outdated = new OutdatedRelays();

  @Test
  void eachWaitsUntilTheOneBeforeIsReplaced() {
    outdated.add(first.id());
    outdated.add(second.id());

    assertThat(outdated.next(List.of(first, second))).contains(first.id());
    Relay draining = first.to(RelayState.DRAINING, "", Instant.EPOCH);
    Relay third = relay(RelayState.TESTING);
    assertThat(outdated.next(List.of(draining, second, third))).isEmpty();
    Relay ready = third.to(RelayState.READY, "", Instant.EPOCH);
    assertThat(outdated.next(List.of(draining, second, ready))).contains(second.id());
    assertThat(outdated.next(List.of(draining, second, ready))).isEmpty();
  }

  @Test
  void whatIsGoneIsForgotten() {
    outdated.add(first.id());

    assertThat(outdated.next(List.of(second))).isEmpty();
    assertThat(outdated.next(List.of(first))).isEmpty();
  }

  private static Relay relay(RelayState state) {
    return Relay.starting(RelayId.random(), Instant.EPOCH).to(state, "", Instant.EPOCH);
  }
}
