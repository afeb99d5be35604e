package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.turn.RelayReach;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.contract.turn.RelayUse;
import dev.otter.contract.turn.RelayWait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whose relays go with their node, and whose stay until another node has taken over. */
class RelayDirectoryTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RelayDirectory directory = new RelayDirectory(nanos::get);
  private final NodeTag first = NodeTag.random();
  private final NodeTag second = NodeTag.random();

  @Test
  void aNodesOwnRelaysGoWithIt() {
    directory.report(reports(first, "process", "ready"));

    assertThat(directory.left(first)).containsExactly("relay-1");
    assertThat(directory.ready()).isEmpty();
  }

  @Test
  void aNodeThatWaitsSaysWhyUntilItDoesNotOrIsGone() {
    RelayWait why = new RelayWait("the public address is not known", Instant.EPOCH);
    directory.report(new RelayReports(first, List.of(), why));
    directory.report(reports(second, "process", "ready"));

    assertThat(directory.waiting()).containsExactly(Map.entry(first, why));
    directory.report(reports(first, "process", "ready"));
    assertThat(directory.waiting()).isEmpty();
    directory.report(new RelayReports(first, List.of(), why));
    directory.left(first);
    assertThat(directory.waiting()).isEmpty();
  }

  @Test
  void sharedRelaysStayUntilTheNextNodeKnowsWhatTheyAre() {
    directory.report(reports(first, "kubernetes", "ready"));

    assertThat(directory.left(first)).isEmpty();
    assertThat(directory.report(reports(second, "kubernetes", "testing"))).isEmpty();
    assertThat(directory.ready()).singleElement().matches(relay -> relay.node().equals(first));
    assertThat(directory.report(reports(second, "kubernetes", "ready"))).isEmpty();
    assertThat(directory.ready()).singleElement().matches(relay -> relay.node().equals(second));
  }

  @Test
  void sharedRelaysThatTheNextNodeFindsDeadAreGone() {
    directory.report(reports(first, "kubernetes", "ready"));
    directory.left(first);

    assertThat(directory.report(reports(second, "kubernetes", "failed")))
        .containsExactly("relay-1");
  }

  @Test
  void sharedRelaysThatNobodyTakesOverAreGoneInTheEnd() {
    directory.report(reports(first, "kubernetes", "ready"));

    // In order: it says that it has none any more.
    assertThat(directory.report(new RelayReports(first, List.of()))).isEmpty();
    nanos.addAndGet(RelayDirectory.TAKING_OVER.minus(Duration.ofMillis(1)).toNanos());
    assertThat(directory.sweep()).isEmpty();
    nanos.addAndGet(Duration.ofMillis(2).toNanos());
    assertThat(directory.sweep()).containsExactly("relay-1");
    assertThat(directory.sweep()).isEmpty();
  }

  @Test
  void aSharedRelayThatIsDrainedInOrderDoesNotComeBack() {
    directory.report(reports(first, "kubernetes", "ready"));

    assertThat(directory.report(reports(first, "kubernetes", "draining")))
        .containsExactly("relay-1");
    directory.report(reports(first, "kubernetes", "stopping"));
    directory.report(new RelayReports(first, List.of()));

    assertThat(directory.all()).isEmpty();
  }

  private static RelayReports reports(NodeTag node, String driver, String state) {
    return new RelayReports(
        node,
        List.of(
            new RelayReport(
                "relay-1",
                node,
                driver,
                "93.184.215.14",
                3478,
                state,
                "",
                Instant.EPOCH,
                List.of(),
                RelayUse.NONE,
                null,
                RelayReach.PLAIN)));
  }
}
