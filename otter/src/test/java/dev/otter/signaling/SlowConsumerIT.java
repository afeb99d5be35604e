package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that does not read costs a bounded amount of memory, and nobody else anything. */
class SlowConsumerIT {

  private static final int SENT_BYTES = 40 * 1024 * 1024;

  /** The limit is 1 MiB; pools take memory by pieces of some MiB. */
  private static final int TAKEN_BYTES = 15 * 1024 * 1024;

  private static final int PAYLOAD_BYTES = 50_000;

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir, "OTTER_LIMITS_MESSAGE_RATE", "0");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void whoDoesNotReadIsClosed4408AndTheSenderGoesOn() throws IOException {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":3}");
    TestSignalingClient sender = node.connect(room);
    TestSignalingClient mate = node.connect(room);
    String mateId = sender.next().get("source").asText();
    assertThat(mate.next().get("polite").asBoolean()).as("the sender is there").isFalse();
    String payload = "x".repeat(PAYLOAD_BYTES);
    try (RawWebSocket slow = RawWebSocket.connectSlow(node.base(), room)) {
      String slowId = sender.next().get("source").asText();
      mate.next();
      long before = memory();

      for (int sent = 0; sent < SENT_BYTES; sent += PAYLOAD_BYTES) {
        sender.send("{\"destination\":\"" + slowId + "\",\"payload\":\"" + payload + "\"}");
      }
      sender.send("{\"destination\":\"" + mateId + "\",\"payload\":\"still here\"}");

      assertThat(mate.next().get("payload").asText()).isEqualTo("still here");
      assertThat(memory() - before).isLessThan(TAKEN_BYTES);
      assertThat(slow.closeCode()).isEqualTo(4408);
    }
    JsonNode toMate = mate.next();
    assertThat(toMate.get("source").isNull()).isTrue();
    assertThat(toMate.has("error")).isFalse();
    mate.send("{\"destination\":\"" + mateId + "\",\"payload\":\"to myself\"}");
    assertThat(mate.next().get("payload").asText()).isEqualTo("to myself");
    sender.close();
    mate.close();
  }

  /** What waits for clients lies outside the heap. */
  private static long memory() {
    return PlatformDependent.usedDirectMemory();
  }
}
