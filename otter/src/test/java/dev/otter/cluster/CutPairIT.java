package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.CutNetwork;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.NetworkNode;
import dev.otter.testing.NumberedCall;
import dev.otter.testing.TestRoom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes cut from each other: the older one serves. Of two sides of one size Hazelcast merges
 * the one with the higher address into the other, and here that is the one that served; its rooms
 * must be those that stay.
 */
class CutPairIT {

  private static final Logger LOG = LoggerFactory.getLogger(CutPairIT.class);
  private static final Duration NOTICED = Duration.ofSeconds(20);
  private static final Duration BACK = Duration.ofSeconds(30);

  @Test
  void theOlderOfTwoServesAndItsRoomsStay() {
    try (CutNetwork network = CutNetwork.startLastFirst(2)) {
      NetworkNode younger = network.node(0);
      NetworkNode older = network.node(1);
      try (NumberedCall call =
          NumberedCall.between(younger, older, younger.base(), older.base()).more(20)) {
        network.cut(0, 1);
        long noticedMs =
            Eventually.within(NOTICED, "it is not ready", () -> younger.readiness() == 503);
        Eventually.within(
            NOTICED, "its client came back", () -> call.first().count("resumed") >= 1);
        LOG.info("cut 1|1: the younger was not ready after {} ms", noticedMs);
        assertThat(older.readiness()).isEqualTo(200);
        TestRoom madeMeanwhile = older.api().createRoom("{\"uniqueName\":\"meanwhile\"}");

        network.heal();
        long backMs =
            Eventually.within(
                BACK,
                "both are ready",
                () -> younger.readiness() == 200 && older.readiness() == 200);
        LOG.info("cut 1|1: both were ready {} ms after the heal", backMs);
        LOG.info("cut 1|1: {} messages, {}", call.more(20).verified(), call.figures());
        for (NetworkNode node : network.nodes()) {
          assertThat(node.participants(call.room())).isEqualTo(2);
          Answer found = node.api().post("/v1/rooms", "{\"uniqueName\":\"meanwhile\"}");
          assertThat(found.status()).isEqualTo(200);
          assertThat(found.json().get("roomId").asText()).isEqualTo(madeMeanwhile.roomId());
        }
        LOG.info("cut 1|1: four calls in {} ms", network.callAll());
      }
    }
  }
}
