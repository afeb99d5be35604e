package dev.otter.contract.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.NodeTag;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayReportTest {

  /** One end after the other would cut a call between two relays that do not reach each other. */
  @ParameterizedTest
  @CsvSource({
    "draining, false, false",
    "draining, true, true",
    "failed, false, true",
    "failed, true, true",
    "stopping, false, true"
  })
  void whoIsOnItMovesTogetherWhereItIsDeadOrApart(String state, boolean apart, boolean restarts) {
    RelayReport report =
        new RelayReport(
            "relay-1",
            NodeTag.random(),
            "docker",
            "93.184.215.14",
            3478,
            state,
            "",
            Instant.EPOCH,
            List.of(),
            RelayUse.NONE,
            null,
            new RelayReach(apart, null));

    assertThat(report.restarts()).isEqualTo(restarts);
  }
}
