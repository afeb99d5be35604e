package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * T21: somebody without a token of the room asks which rooms there are. A room that is not there,
 * one that is empty, one in use and one that is full answer alike.
 */
class RoomGuessingIT {

  private static final Logger LOG = LoggerFactory.getLogger(RoomGuessingIT.class);
  private static final int TIMED = 300;

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void whateverIsAskedForTheAnswerIsTheSame() throws IOException {
    String open = node.api().createRoom("{\"uniqueName\":\"standup\"}").roomId();
    TestRoom full = node.api().createRoom();
    TestSignalingClient first = node.connect(full);
    TestSignalingClient second = node.connect(full);
    String nobody = "rm_" + "A".repeat(open.length() - 3);
    String foreign = node.api().createRoom().token();
    Set<String> answers = new HashSet<>();

    for (String room : new String[] {nobody, open, full.roomId(), "standup", "stand-down"}) {
      for (String token : new String[] {foreign, "x.y.z"}) {
        answers.add(text(node.api().get("/v1/rooms/" + room + "?token=" + token)));
        answers.add(text(node.api().get("/room/" + room + "?token=" + token)));
        try (RawWebSocket client =
            RawWebSocket.request(node.base(), "/ws?roomId=" + room + "&token=" + token)) {
          answers.add(client.statusLine().split(" ")[1] + ' ' + client.body());
        }
      }
    }

    assertThat(answers)
        .containsExactly(
            "401 {\"code\":\"token-invalid\","
                + "\"message\":\"this token does not open anything here\"}");
    first.close();
    second.close();
  }

  @Test
  void withoutATokenTheAnswerIsTheSameToo() {
    String open = node.api().createRoom().roomId();

    assertThat(text(node.api().get("/v1/rooms/" + open)))
        .isEqualTo(text(node.api().get("/v1/rooms/rm_nobody")))
        .startsWith("401 ");
  }

  @Test
  void idsHaveAsManyBitsAsNobodyGuessesAndFollowNoOrder() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(node.api().createRoom().roomId());
    }

    assertThat(ids).hasSize(100).allMatch(id -> id.matches("rm_[A-Za-z0-9_-]{22,}"));
    Map<Integer, Long> firsts =
        ids.stream()
            .collect(Collectors.groupingBy(id -> (int) id.charAt(3), Collectors.counting()));
    assertThat(firsts).as("not a counter, not a time").hasSizeGreaterThan(15);
  }

  /** Printed, and asserted only so far as no other work of this machine can upset it. */
  @Test
  void theAnswerTakesAsLongForARoomThatIsThere() {
    TestRoom room = node.api().createRoom();
    String foreign = node.api().createRoom().token();
    String nobody = "rm_" + "A".repeat(room.roomId().length() - 3);
    long[] there = new long[TIMED];
    long[] missing = new long[TIMED];
    for (int i = 0; i < TIMED; i++) {
      there[i] = micros("/v1/rooms/" + room.roomId() + "?token=" + foreign);
      missing[i] = micros("/v1/rooms/" + nobody + "?token=" + foreign);
    }
    Arrays.sort(there);
    Arrays.sort(missing);
    LOG.info(
        "refusal, median: of a room {} us, of no room {} us", there[TIMED / 2], missing[TIMED / 2]);
    assertThat(Math.abs(there[TIMED / 2] - missing[TIMED / 2]))
        .isLessThan(TimeUnit.MILLISECONDS.toMicros(20));
  }

  private static long micros(String path) {
    long begin = System.nanoTime();
    node.api().get(path);
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
  }

  private static String text(Answer answer) {
    return answer.status() + " " + answer.text();
  }
}
