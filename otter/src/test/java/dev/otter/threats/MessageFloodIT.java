package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** T28: a client sends as fast as it can. It is closed with 4429, and its room mates talk on. */
class MessageFloodIT {

  private static final Logger LOG = LoggerFactory.getLogger(MessageFloodIT.class);
  private static final int PER_SECOND = 10;
  private static final int TIMED = 15;

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir, "OTTER_LIMITS_MESSAGE_RATE", String.valueOf(PER_SECOND));
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aPlainClientIsClosedAfterItsBurstAndWhatItSentBeforeHasArrived() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();

    for (int i = 0; i < 2 * PER_SECOND; i++) {
      second.send("{\"payload\":" + i + "}");
    }
    while (!second.isClosed()) {
      second.sendUnlessClosed("{\"payload\":20}");
    }

    assertThat(second.closed().code()).isEqualTo(4429);
    assertThat(second.closed().reason()).startsWith("message-rate: ");
    for (int i = 0; i < 2 * PER_SECOND; i++) {
      assertThat(first.next().get("payload").asInt()).isEqualTo(i);
    }
    first.close();
  }

  @Test
  void aClientOfV1IsToldWhyAndMayComeBack() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      String id = second.id();
      for (int i = 1; i <= 2 * PER_SECOND + 256 + 200; i++) {
        second.sendRaw(
            "{\"destination\":\"%s\",\"seq\":%d,\"payload\":%d}".formatted(first.id(), i, i));
      }

      assertThat(second.refused().code()).isEqualTo(4429);
      JsonNode error = second.await("error");
      assertThat(error.get("code").asText()).isEqualTo("message-rate");
      assertThat(error.get("reconnect").asBoolean()).isTrue();
      assertThat(first.await("peer-interrupted").get("connectionId").asText()).isEqualTo(id);
      second.resume(node.base(), id, second.secret());
      second.await("resumed");
      assertThat(first.unreadEvents("peer-left")).isZero();
    }
  }

  @Test
  void roomMatesTalkOnWhileOneFloods() throws Exception {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":4}");
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      long[] quiet = micros(first, second);
      CountDownLatch begun = new CountDownLatch(1);
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Integer> flood =
          CompletableFuture.supplyAsync(() -> flood(room, first.id(), begun, over));
      assertThat(begun.await(60, TimeUnit.SECONDS)).as("a flood has begun").isTrue();
      long[] flooded = micros(first, second);
      over.set(true);

      assertThat(flood.get(60, TimeUnit.SECONDS)).as("floods that were ended").isPositive();
      LOG.info(
          "a message between room mates, slowest of {}: {} us, while another floods {} us",
          TIMED,
          quiet[TIMED - 1],
          flooded[TIMED - 1]);
      assertThat(flooded[TIMED / 2]).isLessThan(TimeUnit.MILLISECONDS.toMicros(1_000));
    }
  }

  /** Floods, is closed, and comes again, as a client that does not listen. */
  private static int flood(
      TestRoom room, String destination, CountDownLatch begun, AtomicBoolean over) {
    int closed = 0;
    String text = "{\"destination\":\"" + destination + "\",\"payload\":\"flood\"}";
    do {
      try (RawWebSocket attacker = RawWebSocket.connect(node.base(), room)) {
        for (int i = 0; i < 1_000; i++) {
          attacker.sendText(text);
          begun.countDown();
        }
        attacker.closeCode();
        closed++;
      } catch (IOException e) {
        closed++;
      }
    } while (!over.get());
    return closed;
  }

  private static long[] micros(V1Client first, V1Client second) {
    long[] taken = new long[TIMED];
    for (int i = 0; i < TIMED; i++) {
      long begin = System.nanoTime();
      second.send(first.id(), "\"mate " + i + "\"");
      while (!first.next().get("payload").asText().equals("mate " + i)) {
        // What the flood brought before it was ended.
      }
      taken[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
    }
    Arrays.sort(taken);
    return taken;
  }
}
