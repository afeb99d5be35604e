package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A relay is written as its state, its seconds in that state, the seconds since its last test, and
 * marks: {@code *} a step is under way, {@code u} no room is on it.
 */
class RelayPlanTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // wanted | relays | steps
        "0 | | ",
        "1 | | launch",
        "2 | | launch",
        "2 | starting 1 - * | ",
        "2 | testing 1 - * | ",
        "2 | testing 1 - | test 0",
        "2 | ready 5 5 | launch",
        "2 | ready 5 5; ready 5 5 | ",
        "2 | ready 5 5; ready 5 5 * | ",
        "2 | ready 90 60; ready 90 59 | test 0",
        "2 | ready 90 60 *; ready 90 59 | ",
        "1 | failed 0 - | stop 0, launch",
        "2 | ready 5 5; failed 0 5 | stop 1, launch",
        "2 | ready 5 5; stopping 0 5 * | launch",
        "1 | stopping 9 - | launch",
        "1 | ready 90 5; ready 5 5 | drain 1",
        "1 | ready 90 5; ready 5 60 | drain 1",
        "0 | ready 90 5; ready 5 5 | drain 1, drain 0",
        "1 | ready 90 5; ready 5 5 * | drain 0",
        "1 | ready 5 5; draining 5 5 | ",
        "1 | ready 5 5; draining 9 5 u | ",
        "1 | ready 5 5; draining 10 5 u | stop 1",
        "1 | ready 5 5; draining 600 5 | stop 1",
        "1 | draining 5 5 | launch",
        "1 | draining 600 5 * | launch",
      })
  void whatThereIsAgainstWhatIsWanted(int wanted, String relays, String steps) {
    assertThat(steps(wanted, relays, Instant.MIN)).isEqualTo(steps == null ? "" : steps);
  }

  @Test
  void nothingIsLaunchedBeforeTheWaitIsOver() {
    assertThat(steps(1, "failed 0 -", NOW.plusMillis(1))).isEqualTo("stop 0");
    assertThat(steps(1, "failed 0 -", NOW)).isEqualTo("stop 0, launch");
    assertThat(steps(1, null, Instant.MAX)).isEmpty();
  }

  @Test
  void theFirstFailureIsMadeGoodAtOnceAndFurtherOnesWaitLongerUpToABound() {
    LaunchBackoff backoff = new LaunchBackoff();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      backoff.onFailure(NOW);
      waits.add(
          backoff.launchFrom().equals(Instant.MIN)
              ? 0
              : Duration.between(NOW, backoff.launchFrom()).toSeconds());
    }

    assertThat(waits).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    backoff.onLasting();
    assertThat(backoff.launchFrom()).isEqualTo(Instant.MIN);
  }

  private static String steps(int wanted, String text, Instant launchFrom) {
    List<Relay> relays = new ArrayList<>();
    Set<RelayId> unused = new HashSet<>();
    for (String each : text == null ? new String[0] : text.split("; ", -1)) {
      String[] words = each.split(" ", -1);
      RelayId id = RelayId.random();
      relays.add(
          new Relay(
              id,
              Optional.empty(),
              RelayState.valueOf(words[0].toUpperCase(Locale.ROOT)),
              "",
              NOW.minusSeconds(Long.parseLong(words[1])),
              words[2].equals("-")
                  ? Optional.empty()
                  : Optional.of(NOW.minusSeconds(Long.parseLong(words[2]))),
              each.contains("*"),
              Optional.empty()));
      if (each.endsWith("u")) {
        unused.add(id);
      }
    }
    List<String> names = relays.stream().map(relay -> relay.id().value()).toList();
    return new RelayPlan(Duration.ofSeconds(60), Duration.ofSeconds(600))
        .steps(wanted, relays, unused, launchFrom, NOW).stream()
            .map(step -> text(step, names))
            .reduce((one, other) -> one + ", " + other)
            .orElse("");
  }

  private static String text(RelayStep step, List<String> names) {
    if (step instanceof RelayStep.Test test) {
      return "test " + names.indexOf(test.id().value());
    } else if (step instanceof RelayStep.Drain drain) {
      return "drain " + names.indexOf(drain.id().value());
    } else if (step instanceof RelayStep.Stop stop) {
      return "stop " + names.indexOf(stop.id().value());
    }
    return "launch";
  }
}
