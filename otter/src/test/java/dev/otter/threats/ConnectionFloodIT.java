package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T27: one address opens connection after connection. The limit per address holds, is freed as they
 * end, and is no obstacle for an office behind one address; the limit per node holds too.
 */
class ConnectionFloodIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 500;
  private static final int LIMIT = 20;

  @TempDir Path dataDir;

  @Test
  void aFloodGets429AboveTheLimitAndThoseInsideTalkOn() throws IOException {
    try (TestNode node =
        TestNode.start(
            dataDir,
            "OTTER_LIMITS_CONNECTIONS_PER_ADDRESS",
            String.valueOf(LIMIT),
            // The flood says nothing and answers no ping: its places must not come free meanwhile.
            "OTTER_LIMITS_HELLO_SECONDS",
            "0",
            "OTTER_LIMITS_SILENCE_SECONDS",
            "0")) {
      TestRoom call = node.api().createRoom();
      TestSignalingClient first = node.connect(call);
      TestSignalingClient second = node.connect(call);
      first.next();
      List<RawWebSocket> flood = new ArrayList<>();
      try {
        int in = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
          RawWebSocket each = attempt(node, i);
          flood.add(each);
          String status = each.statusLine();
          assertThat(status).containsAnyOf(" 101 ", " 429 ");
          if (status.contains(" 101 ")) {
            in++;
          } else {
            assertThat(each.body()).contains("\"address-full\"");
          }
        }
        assertThat(in).isEqualTo(LIMIT - 2);
        assertThat(node.connections()).isEqualTo(LIMIT);
        second.send("{\"payload\":\"still here\"}");
        assertThat(first.next().get("payload").asText()).isEqualTo("still here");
        assertThat(node.api().get("/readyz").status()).as("HTTP goes on").isEqualTo(200);
      } finally {
        for (RawWebSocket each : flood) {
          each.reset();
        }
      }
      Eventually.within(BOUND, "the places are free", () -> node.connections() == 2);
      node.connect(node.api().createRoom()).close();
      first.close();
      second.close();
    }
  }

  /** Both dialects count, and half of each are closed by refusals after the upgrade. */
  private static RawWebSocket attempt(TestNode node, int number) throws IOException {
    TestRoom room = node.api().createRoom();
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    String dialect = number % 2 == 0 ? "X-None: 1" : "Sec-WebSocket-Protocol: otter.v1";
    return RawWebSocket.request(node.base(), path, dialect);
  }

  @Test
  void whoIsRefusedAfterTheUpgradeGivesItsPlaceBack() {
    try (TestNode node = TestNode.start(dataDir, "OTTER_LIMITS_CONNECTIONS_PER_ADDRESS", "3")) {
      TestRoom full = node.api().createRoom();
      TestSignalingClient first = node.connect(full);
      TestSignalingClient second = node.connect(full);
      for (int i = 0; i < 20; i++) {
        TestSignalingClient third = TestSignalingClient.connect(node.base(), full);
        assertThat(third.closed().code()).isEqualTo(4409);
        Eventually.within(BOUND, "it is gone", () -> node.connections() == 2);
        try (V1Client fourth = V1Client.knock(node.base(), full)) {
          assertThat(fourth.refused().code()).isEqualTo(4409);
        }
        Eventually.within(BOUND, "it is gone", () -> node.connections() == 2);
      }
      first.close();
      second.close();
    }
  }

  @Test
  void fiftyPeopleBehindOneAddressFitIntoTheDefault() {
    try (TestNode node = TestNode.start(dataDir)) {
      List<V1Client> office = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        TestRoom room = node.api().createRoom();
        office.add(V1Client.join(node.base(), room));
        office.add(V1Client.join(node.base(), room));
      }
      for (int i = 0; i < 50; i += 2) {
        office.get(i).send(office.get(i + 1).id(), "1");
        assertThat(office.get(i + 1).next().get("payload").asInt()).isEqualTo(1);
      }
      office.forEach(V1Client::close);
    }
  }

  @Test
  void aNodeWithAsManyConnectionsAsItMayGives503AndTakesOneWhenOneEnds() throws IOException {
    try (TestNode node = TestNode.start(dataDir, "OTTER_LIMITS_CONNECTIONS_PER_NODE", "1")) {
      TestSignalingClient first = node.connect(node.api().createRoom());
      for (int i = 0; i < 50; i++) {
        try (RawWebSocket each = attempt(node, i)) {
          assertThat(each.statusLine()).contains(" 503 ");
          assertThat(each.body()).contains("\"node-full\"");
        }
      }
      first.close();
      Eventually.within(BOUND, "the place is free", () -> node.connections() == 0);
      TestSignalingClient next = node.connect(node.api().createRoom());
      assertThat(next.isClosed()).isFalse();
      next.close();
    }
  }
}
