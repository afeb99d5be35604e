package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.CutNetwork;
import dev.otter.testing.Eventually;
import dev.otter.testing.NetworkNode;
import dev.otter.testing.TestRoom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nodes as pods: each with an address of its own, known to the others by a name only. What the name
 * leads to is a file of each node, as the answers of a name server come at different times.
 */
class KubernetesDiscoveryIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  void podsFindEachOtherByTheirServiceAndNoneIsAClusterOfItsOwn() {
    try (CutNetwork network = CutNetwork.withoutNodes(4)) {
      NetworkNode first = network.startPod(1);
      first.process().awaitRunning();

      // The name does not lead to the second yet, but to one that lives.
      NetworkNode second = network.startPod(1);
      second.process().awaitRunning();
      Eventually.within(BOUND, "two members", () -> seesMembers(first, 2));

      // An answer of before: one that is gone, and neither the third nor one that lives.
      NetworkNode third = network.startPod(9);
      Eventually.within(
          BOUND, "the third waits", () -> third.process().err().contains("waiting: discovery"));
      assertThat(third.process().out()).doesNotContain("Page");

      network.name(3, 3, 1, 2);
      third.process().awaitRunning();
      Eventually.within(BOUND, "three members", () -> seesMembers(first, 3));
      network.callAll();

      // Its successor has another address, and one who is gone is still named.
      TestRoom room = first.api().createRoom();
      first.process().terminate();
      assertThat(first.process().awaitExit()).isZero();
      NetworkNode successor = network.startPod(4, 1, 2, 3);
      successor.process().awaitRunning();
      Eventually.within(BOUND, "three members again", () -> seesMembers(successor, 3));
      assertThat(
              successor.api().get("/v1/rooms/" + room.roomId() + "?token=" + room.token()).status())
          .isEqualTo(200);
      for (NetworkNode each : List.of(second, third, successor)) {
        assertThat(each.readiness()).isEqualTo(200);
        assertThat(each.process().err()).doesNotContain("merging into");
      }
    }
  }

  private static boolean seesMembers(NetworkNode node, int members) {
    return node.management()
        .get("/metrics")
        .text()
        .contains("otter_cluster_members " + members + ".0");
  }
}
