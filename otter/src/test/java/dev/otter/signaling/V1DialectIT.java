package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect {@code otter.v1} between clients of one node, without any break. */
class V1DialectIT {

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
  void theWelcomeSaysWhoOneIsWhoIsThereAndWhatIsAllowed() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.knock(node.base(), room)) {
      JsonNode welcome = second.await("welcome");

      assertThat(welcome.get("roomId").asText()).isEqualTo(room.roomId());
      assertThat(welcome.get("connectionId").asText()).isEqualTo(second.id());
      assertThat(welcome.toString()).as("the client knows it").doesNotContain(second.secret());
      assertThat(welcome.get("resumeWindowMs").asLong()).isEqualTo(60_000);
      assertThat(welcome.get("heartbeatMs").asLong()).isEqualTo(5_000);
      assertThat(welcome.get("peers").toString())
          .isEqualTo(
              "[{\"connectionId\":\""
                  + first.id()
                  + "\",\"state\":\"live\",\"role\":\"guest\","
                  + "\"grants\":[\"audio\",\"video\",\"screen\",\"data\"]}]");
      assertThat(welcome.at("/limits/messageBytes").asInt()).isEqualTo(65_536);
      assertThat(first.await("peer-joined").get("connectionId").asText()).isEqualTo(second.id());
    }
  }

  @Test
  void messagesGoBothWaysInOrderByteForByteWithoutALookUpAndAreAcknowledged() {
    TestRoom room = node.api().createRoom();
    long before = node.roomLookups();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      for (int i = 0; i < 100; i++) {
        first.send(second.id(), "{\"n\" : " + i + "}");
        second.send(first.id(), String.valueOf(i));
      }
      for (int i = 0; i < 100; i++) {
        JsonNode there = second.next();
        assertThat(there.at("/payload/n").asInt()).isEqualTo(i);
        assertThat(there.get("source").asText()).isEqualTo(first.id());
        assertThat(there.get("destination").asText()).isEqualTo(second.id());
        assertThat(there.get("seq").asInt()).isEqualTo(i + 1);
        assertThat(first.next().get("payload").asInt()).isEqualTo(i);
      }
      first.awaitAcknowledged();
      second.awaitAcknowledged();
      assertThat(node.roomLookups() - before).isZero();
    }
  }

  @Test
  void aGapIsAskedForAndADuplicateIsNotHandedOver() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      String to = second.id();
      first.sendRaw("{\"destination\":\"" + to + "\",\"seq\":2,\"payload\":\"early\"}");
      first.send(to, "1");
      first.send(to, "2");
      first.sendRaw("{\"destination\":\"" + to + "\",\"seq\":1,\"payload\":\"again\"}");
      first.awaitAcknowledged();

      assertThat(second.next().get("payload").asInt()).isEqualTo(1);
      assertThat(second.next().get("payload").asInt()).isEqualTo(2);
      // What came again may be on its way when all is acknowledged.
      Eventually.within(
          Duration.ofSeconds(30), "a duplicate has come", () -> second.duplicates() > 0);
      assertThat(second.unread()).isZero();
      assertThat(second.gaps()).isPositive();
    }
  }

  @Test
  void whatCannotBeSentAgainIsAnExplicitResync() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      first.sendRaw(
          "{\"type\":\"resync\",\"destination\":\"%s\",\"seq\":7}".formatted(second.id()));

      JsonNode resync = second.await("resync");
      assertThat(resync.get("source").asText()).isEqualTo(first.id());
      assertThat(resync.get("seq").asInt()).isEqualTo(7);
    }
  }

  @Test
  void aBroadcastReachesEachWithItsOwnNumber() {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":4}");
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room);
        V1Client third = V1Client.join(node.base(), room)) {
      first.send(second.id(), "\"to one\"");
      first.broadcast("\"to all\"", second.id(), third.id());

      assertThat(second.next().get("payload").asText()).isEqualTo("to one");
      JsonNode two = second.next();
      JsonNode three = third.next();
      assertThat(two.get("payload").asText()).isEqualTo("to all");
      assertThat(two.get("seq").asInt()).isEqualTo(2);
      assertThat(three.get("seq").asInt()).isEqualTo(1);
      first.awaitAcknowledged();
    }
  }

  @Test
  void whoLeavesInOrderIsGoneAtOnceAndItsPlaceIsFree() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room)) {
      V1Client second = V1Client.join(node.base(), room);
      second.close();

      assertThat(first.await("peer-left").get("connectionId").asText()).isEqualTo(second.id());
      assertThat(first.unreadEvents("peer-interrupted")).isZero();
      V1Client.join(node.base(), room).close();
    }
  }

  /** A text to a socket whose client has just closed it is lost, and no more than that. */
  @Test
  void whoLeavesWhileItIsSpokenToIsGoneAtOnceToo() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room)) {
      for (int i = 0; i < 20; i++) {
        V1Client second = V1Client.join(node.base(), room);
        String notice = "{\"type\":\"ack\",\"destination\":\"" + second.id() + "\",\"seq\":0}";
        for (int j = 0; j < 100; j++) {
          first.sendRaw(notice);
        }
        second.close();
        for (int j = 0; j < 100; j++) {
          first.sendRaw(notice);
        }

        assertThat(first.await("peer-left").get("connectionId").asText()).isEqualTo(second.id());
        assertThat(first.unreadEvents("peer-interrupted")).isZero();
      }
    }
  }

  @Test
  void aPingIsAnswered() {
    try (V1Client client = V1Client.join(node.base(), node.api().createRoom())) {
      client.sendRaw("{\"type\":\"ping\"}");

      assertThat(client.await("pong").size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"type\":\"unknown\"}",
        "{\"type\":\"join\"}",
        "{\"payload\":1,\"destination\":\"*\"}",
        "{\"payload\":1,\"seq\":1,\"seq\":2,\"destination\":\"x\"}",
        "{\"payload\":1,\"seq\":0,\"destination\":\"x\"}",
        "{\"type\":\"ack\",\"destination\":\"x\"}"
      })
  void whatIsNoMessageCloses4400AndThePlaceIsGivenUp(String text) {
    TestRoom room = node.api().createRoom();
    try (V1Client peer = V1Client.join(node.base(), room);
        V1Client client = V1Client.join(node.base(), room)) {
      client.sendRaw(text);

      assertThat(client.refused().code()).isEqualTo(4400);
      assertThat(peer.await("peer-left").get("connectionId").asText()).isEqualTo(client.id());
    }
  }

  @Test
  void whoDoesNotSayHelloIsSentAway() throws IOException {
    TestRoom room = node.api().createRoom();
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    try (RawWebSocket silent =
            RawWebSocket.request(node.base(), path, "Sec-WebSocket-Protocol: otter.v1");
        RawWebSocket wrong =
            RawWebSocket.request(node.base(), path, "Sec-WebSocket-Protocol: x, otter.v1")) {
      silent.statusLine();
      wrong.statusLine();
      wrong.send(RawWebSocket.TEXT, true, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));

      assertThat(wrong.closeCode()).isEqualTo(4400);
      assertThat(silent.closeCode()).isEqualTo(4407);
      assertThat(node.participants(room)).isZero();
    }
  }

  @Test
  void aThirdInARoomForTwoIsRefused() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room);
        V1Client third = V1Client.knock(node.base(), room)) {
      assertThat(third.refused().code()).isEqualTo(4409);
      first.send(second.id(), "1");
      assertThat(second.next().get("source").asText()).isEqualTo(first.id());
    }
  }
}
