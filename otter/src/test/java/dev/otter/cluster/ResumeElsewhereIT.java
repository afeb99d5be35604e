package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.NumberedLoad;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node goes, and its clients of {@code otter.v1} come back on another, under numbered load. */
class ResumeElsewhereIT {

  private static final Logger LOG = LoggerFactory.getLogger(ResumeElsewhereIT.class);
  private static final Duration WINDOW = Duration.ofSeconds(8);

  @TempDir Path directory;
  private TestNode stays;
  private ProcessNode goes;
  private URI baseOfGoing;

  @BeforeEach
  void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    stays = TestNode.startClustered(directory.resolve("stays"), portOne, members, WINDOW);
    goes = ProcessNode.startClustered(directory.resolve("goes"), portTwo, members);
    baseOfGoing = goes.awaitRunning();
  }

  @AfterEach
  void stopNodes() {
    goes.close();
    stays.close();
  }

  @Test
  void afterTheKillOfItsNodeAClientGoesOnElsewhereAndNothingIsLostDoubledOrOutOfOrder() {
    TestRoom room = stays.api().createRoom();
    try (V1Client first = V1Client.join(stays.base(), room);
        V1Client second = V1Client.join(baseOfGoing, room).comeBackTo(stays.base());
        NumberedLoad load = NumberedLoad.between(first, second)) {
      String id = second.id();
      load.more(50);

      long killedAt = System.nanoTime();
      goes.kill();
      JsonNode resumed = second.await("resumed");
      report("kill -9", killedAt, second);

      assertThat(resumed.get("connectionId").asText()).isEqualTo(id);
      assertThat(first.await("peer-resumed").get("connectionId").asText()).isEqualTo(id);
      load.more(50);
      int sent = load.verified();
      assertThat(sent).isGreaterThanOrEqualTo(100);
      assertThat(first.unreadEvents("peer-left") + second.unreadEvents("peer-left")).isZero();
      assertThat(first.unreadEvents("resync") + second.unreadEvents("resync")).isZero();
      assertThat(stays.participants(room)).isEqualTo(2);
    }
  }

  @Test
  void whenBothWereOnTheKilledNodeBothGoOnElsewhere() {
    TestRoom room = stays.api().createRoom();
    try (V1Client first = V1Client.join(baseOfGoing, room).comeBackTo(stays.base());
        V1Client second = V1Client.join(baseOfGoing, room).comeBackTo(stays.base());
        NumberedLoad load = NumberedLoad.between(first, second)) {
      load.more(50);

      long killedAt = System.nanoTime();
      goes.kill();
      first.await("resumed");
      second.await("resumed");
      report("kill -9 of both", killedAt, second);

      load.more(50).verified();
      assertThat(first.unreadEvents("peer-left") + second.unreadEvents("peer-left")).isZero();
    }
  }

  @Test
  void whenItsNodeIsStoppedAClientIsSentAwayAndGoesOnElsewhere() {
    TestRoom room = stays.api().createRoom();
    try (V1Client first = V1Client.join(stays.base(), room);
        V1Client second = V1Client.join(baseOfGoing, room).comeBackTo(stays.base());
        NumberedLoad load = NumberedLoad.between(first, second)) {
      load.more(50);

      long stoppedAt = System.nanoTime();
      goes.terminate();
      assertThat(second.await("go-away").get("withinMs").asInt()).isPositive();
      second.await("resumed");
      report("SIGTERM", stoppedAt, second);

      assertThat(goes.awaitExit()).isZero();
      load.more(50).verified();
      assertThat(first.unreadEvents("peer-left") + second.unreadEvents("peer-left")).isZero();
    }
  }

  @Test
  void aPlainPeerOfAClientThatMovesNoticesNothingAndLosesNothing() {
    TestRoom room = stays.api().createRoom();
    TestSignalingClient plain = stays.connect(room);
    try (V1Client moving = V1Client.join(baseOfGoing, room).comeBackTo(stays.base())) {
      String plainId = plain.next().get("destination").asText();
      for (int i = 0; i < 100; i++) {
        if (i == 50) {
          goes.kill();
        }
        plain.send("{\"payload\":" + i + "}");
        moving.send(plainId, String.valueOf(i));
      }
      moving.await("resumed");

      for (int i = 0; i < 100; i++) {
        assertThat(moving.next().get("payload").asInt()).isEqualTo(i);
        assertThat(plain.next().get("payload").asInt()).isEqualTo(i);
      }
      moving.awaitAcknowledged();
      assertThat(plain.unread()).isZero();
    }
    plain.close();
  }

  @Test
  void whoDoesNotComeBackIsFirstInterruptedAndGoneAfterTheWindow() {
    TestRoom room = stays.api().createRoom();
    try (V1Client first = V1Client.join(stays.base(), room);
        V1Client second = V1Client.join(baseOfGoing, room)) {
      goes.kill();

      assertThat(first.await("peer-interrupted").get("connectionId").asText())
          .isEqualTo(second.id());
      assertThat(stays.participants(room)).isEqualTo(2);
      assertThat(first.await("peer-left").get("connectionId").asText()).isEqualTo(second.id());
      assertThat(stays.participants(room)).isEqualTo(1);
    }
  }

  private static void report(String what, long since, V1Client moved) {
    LOG.info(
        "{}: resumed after {} ms; {} duplicates dropped, {} gaps asked for",
        what,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since),
        moved.duplicates(),
        moved.gaps());
  }
}
