package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.SwallowingProxy;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T25: a client that does not read costs a bounded amount of memory, and nobody else anything. One
 * of otter.v1 keeps its place and comes back.
 */
class SlowConsumerIT {

  private static final int SENT_BYTES = 40 * 1024 * 1024;

  /** The limit is 1 MiB; pools take memory by pieces of some MiB. */
  private static final int TAKEN_BYTES = 15 * 1024 * 1024;

  private static final int PAYLOAD_BYTES = 50_000;
  private static final int PACE = 20;

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
    String payload = "x".repeat(PAYLOAD_BYTES);
    try (RawWebSocket slow = RawWebSocket.connectSlow(node.base(), room)) {
      String slowId = sender.next().get("source").asText();
      long before = memory();

      for (int sent = 0; sent < SENT_BYTES; sent += PAYLOAD_BYTES) {
        sender.send("{\"destination\":\"" + slowId + "\",\"payload\":\"" + payload + "\"}");
      }
      sender.send("{\"destination\":\"" + mateId + "\",\"payload\":\"still here\"}");

      assertThat(nextPayload(mate)).isEqualTo("still here");
      assertThat(memory() - before).isLessThan(TAKEN_BYTES);
      assertThat(slow.closeCode()).isEqualTo(4408);
    }
    JsonNode toMate = mate.next();
    assertThat(toMate.get("source").isNull()).as("the departure").isTrue();
    assertThat(toMate.has("error")).isFalse();
    mate.send("{\"destination\":\"" + mateId + "\",\"payload\":\"to myself\"}");
    assertThat(mate.next().get("payload").asText()).isEqualTo("to myself");
    sender.close();
    mate.close();
  }

  @Test
  void aSlowClientOfV1IsClosed4408AndComesBackToItsPlace() throws IOException {
    TestRoom room = node.api().createRoom();
    try (V1Client sender = V1Client.join(node.base(), room);
        SwallowingProxy network = SwallowingProxy.to(node.base());
        V1Client reader = V1Client.join(network.base(), room)) {
      String id = reader.id();
      String payload = "x".repeat(PAYLOAD_BYTES);
      long directBefore = memory();
      long heapBefore = heapAfterCollection();
      network.stall();

      boolean interrupted = false;
      for (int seq = 1; seq * PAYLOAD_BYTES < SENT_BYTES; seq++) {
        sender.sendRaw(
            "{\"destination\":\"%s\",\"seq\":%d,\"payload\":\"%s\"}".formatted(id, seq, payload));
        if (seq % PACE == 0) {
          interrupted |= interruptedUntilPong(sender);
        }
      }
      assertThat(interrupted).isTrue();

      assertThat(memory() - directBefore).isLessThan(TAKEN_BYTES);
      assertThat(heapAfterCollection() - heapBefore).isLessThan(TAKEN_BYTES);
      reader.drop();
      reader.resume(node.base(), id, reader.secret());
      assertThat(sender.await("peer-resumed").get("connectionId").asText()).isEqualTo(id);
      assertThat(sender.unreadEvents("peer-left")).isZero();
    }
  }

  /** Passes over who is there and who arrives. */
  private static String nextPayload(TestSignalingClient client) {
    JsonNode message = client.next();
    while (!message.path("payload").isTextual()) {
      message = client.next();
    }
    return message.get("payload").asText();
  }

  /** The sender waits now and then, so that what it has not sent yet does not count as kept. */
  private static boolean interruptedUntilPong(V1Client sender) {
    sender.sendRaw("{\"type\":\"ping\"}");
    boolean interrupted = false;
    String type = sender.nextEvent().get("type").asText();
    while (!type.equals("pong")) {
      interrupted |= type.equals("peer-interrupted");
      type = sender.nextEvent().get("type").asText();
    }
    return interrupted;
  }

  /** Clients of this process are in it too; they hold what they have not read. */
  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What waits for clients lies outside the heap. */
  private static long memory() {
    return PlatformDependent.usedDirectMemory();
  }
}
