package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.CutNetwork;
import dev.otter.testing.Eventually;
import dev.otter.testing.NetworkNode;
import dev.otter.testing.NumberedCall;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts that outlast the resume window, and cuts that come again and again. */
@Tag("long")
class LongCutIT {

  private static final Logger LOG = LoggerFactory.getLogger(LongCutIT.class);
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int MESSAGES_IN_A_SECOND = 7;

  @Test
  void cutsShortAndLongLeaveNoGhostsAndLoseNothing() {
    try (CutNetwork network = CutNetwork.start(3)) {
      URI[] bases = network.nodes().stream().map(NetworkNode::base).toArray(URI[]::new);
      for (int seconds : new int[] {5, 30, 5, 120}) {
        try (NumberedCall call =
            NumberedCall.between(network.node(0), network.node(2), bases).more(20)) {
          network.cut(2, 0);
          network.cut(2, 1);
          for (int i = 0; i < seconds; i++) {
            call.more(MESSAGES_IN_A_SECOND);
          }
          network.heal();
          long backMs =
              Eventually.within(
                  BOUND,
                  "all are ready",
                  () -> network.nodes().stream().allMatch(each -> each.readiness() == 200));
          LOG.info(
              "cut for {} s: back after {} ms, {} messages, {}",
              seconds,
              backMs,
              call.more(20).verified(),
              call.figures());
          for (NetworkNode node : network.nodes()) {
            assertThat(node.participants(call.room())).isEqualTo(2);
          }
        }
        LOG.info("nine calls in {} ms", network.callAll());
      }
    }
  }
}
