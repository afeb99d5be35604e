package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * T1: a client that knows the connection id of somebody in another room sends to it, on the same
 * node and over to the other one, in both dialects. Nobody hears it, and the answer is the one that
 * an id gets which nobody has.
 */
class CrossRoomInjectionIT {

  private static final Logger LOG = LoggerFactory.getLogger(CrossRoomInjectionIT.class);
  private static final String NOBODY = ".AAAAAAAAAAAAAAAAAAAAAA";
  private static final int TIMED = 200;

  @TempDir static Path directory;
  private static TestNode here;
  private static TestNode there;

  @BeforeAll
  static void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    here = TestNode.startClustered(directory.resolve("here"), portOne, members);
    there = TestNode.startClustered(directory.resolve("there"), portTwo, members);
  }

  @AfterAll
  static void stopNodes() {
    there.close();
    here.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPlainClientReachesNobodyInAnotherRoom(boolean sameNode) {
    try (Victims victims = new Victims()) {
      TestSignalingClient attacker = (sameNode ? here : there).connect(here.api().createRoom());

      String toNobody = answer(attacker, victims.nodeTag() + NOBODY);
      for (String id : victims.ids()) {
        assertThat(answer(attacker, id)).isEqualTo(toNobody);
      }
      for (String no :
          new String[] {"*", "", victims.nodeTag(), victims.room.roomId(), "[]", "."}) {
        assertThat(answer(attacker, no)).as(no).isEqualTo(toNobody);
      }

      assertThat(toNobody).contains("\"code\":\"destination-unknown\"");
      victims.heardNothing();
      attacker.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientOfV1ReachesNobodyInAnotherRoom(boolean sameNode) {
    try (Victims victims = new Victims();
        V1Client attacker =
            V1Client.join((sameNode ? here : there).base(), here.api().createRoom())) {
      String toNobody = answer(attacker, victims.nodeTag() + NOBODY);
      for (String id : victims.ids()) {
        assertThat(answer(attacker, id)).isEqualTo(toNobody);
        attacker.sendRaw(
            "{\"destination\":\"*\",\"seqs\":{\"%s\":1},\"payload\":\"broadcast\"}".formatted(id));
        assertThat(attacker.await("error").get("code").asText()).isEqualTo("destination-unknown");
        for (String notice : new String[] {"ack", "resend", "resync"}) {
          attacker.sendRaw(
              "{\"type\":\"%s\",\"destination\":\"%s\",\"seq\":1}".formatted(notice, id));
        }
      }
      assertThat(toNobody).contains("destination-unknown");
      victims.heardNothing();
    }
  }

  @Test
  void whoHasLeftAndWhoIsAwayCannotBeToldFromNobody() {
    try (Victims victims = new Victims();
        V1Client attacker = V1Client.join(there.base(), here.api().createRoom())) {
      String toNobody = answer(attacker, victims.nodeTag() + NOBODY);
      victims.numbered.drop();
      assertThat(answer(attacker, victims.numbered.id())).isEqualTo(toNobody);
      V1Client left = V1Client.join(here.base(), here.api().createRoom());
      left.close();
      assertThat(answer(attacker, left.id())).isEqualTo(toNobody);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"%s\"]", "{\"id\":\"%s\"}", "7", "true"})
  void aDestinationThatIsNoTextCloses4400(String destination) {
    try (Victims victims = new Victims();
        V1Client numbered = V1Client.join(here.base(), here.api().createRoom())) {
      String value = destination.formatted(victims.numbered.id());
      TestSignalingClient plain = here.connect(here.api().createRoom());

      plain.send("{\"destination\":" + value + ",\"payload\":1}");
      numbered.sendRaw("{\"destination\":" + value + ",\"seq\":1,\"payload\":1}");

      assertThat(plain.closed().code()).isEqualTo(4400);
      assertThat(numbered.refused().code()).isEqualTo(4400);
      victims.heardNothing();
    }
  }

  /** Printed, and asserted only so far as no other work of this machine can upset it. */
  @Test
  void theAnswerTakesAsLongAsForNobody() {
    try (Victims victims = new Victims()) {
      TestSignalingClient attacker = there.connect(here.api().createRoom());
      long[] nobody = new long[TIMED];
      long[] otherRoom = new long[TIMED];
      for (int i = 0; i < TIMED; i++) {
        nobody[i] = micros(attacker, victims.nodeTag() + NOBODY);
        otherRoom[i] = micros(attacker, victims.numbered.id());
      }
      Arrays.sort(nobody);
      Arrays.sort(otherRoom);
      long apart = Math.abs(nobody[TIMED / 2] - otherRoom[TIMED / 2]);
      LOG.info(
          "answers to a destination on another node, median: nobody {} us, other room {} us",
          nobody[TIMED / 2],
          otherRoom[TIMED / 2]);
      assertThat(apart).isLessThan(TimeUnit.MILLISECONDS.toMicros(20));
      attacker.close();
    }
  }

  private static long micros(TestSignalingClient attacker, String destination) {
    long begin = System.nanoTime();
    answer(attacker, destination);
    long taken = System.nanoTime() - begin;
    // Stays below the message rate.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    return TimeUnit.NANOSECONDS.toMicros(taken);
  }

  private static String answer(TestSignalingClient attacker, String destination) {
    attacker.send("{\"destination\":\"" + destination + "\",\"payload\":\"injected\"}");
    return attacker.nextText();
  }

  private static String answer(V1Client attacker, String destination) {
    attacker.sendRaw("{\"destination\":\"%s\",\"seq\":1,\"payload\":1}".formatted(destination));
    JsonNode error = attacker.await("error");
    assertThat(error.get("destination").asText()).isEqualTo(destination);
    return error.get("code") + " " + error.get("message") + " " + error.get("reconnect");
  }

  /** A plain client and one of otter.v1 in one room, on {@link #here}. */
  private static final class Victims implements AutoCloseable {

    private final TestRoom room = here.api().createRoom();
    private final TestSignalingClient plain = here.connect(room);
    private final V1Client numbered = V1Client.join(here.base(), room);
    private final String plainId = plain.next().get("destination").asText();

    String nodeTag() {
      return plainId.substring(0, plainId.indexOf('.'));
    }

    String[] ids() {
      return new String[] {plainId, numbered.id()};
    }

    /** What they hear next is each other. */
    void heardNothing() {
      plain.send("{\"payload\":\"to numbered\"}");
      assertThat(numbered.next().get("payload").asText()).isEqualTo("to numbered");
      numbered.send(plainId, "\"to plain\"");
      assertThat(plain.next().get("payload").asText()).isEqualTo("to plain");
      assertThat(numbered.unreadEvents("resync") + numbered.unreadEvents("error")).isZero();
      numbered.awaitAcknowledged();
    }

    @Override
    public void close() {
      numbered.close();
      plain.abort();
    }
  }
}
