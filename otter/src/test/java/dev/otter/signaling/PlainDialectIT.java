package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain dialect between two clients of one node (docs/signaling-protocol.md). */
class PlainDialectIT {

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
  void aWholeCallCostsOneLookUpAndEveryPayloadArrivesByteForByteInOrder() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    long before = node.roomLookups();
    TestSignalingClient second = node.connect(room);

    JsonNode arrival = first.next();
    String offer = "{\"type\" : \"offer\",\"sdp\":\"v=0\\r\\nä€😀\\u0000 \"}";
    second.send(envelope("null", true, offer));
    String secondId = arrival.get("source").asText();
    String received = first.nextText();
    for (int i = 0; i < 20; i++) {
      second.send(envelope("null", true, "{\"candidate\":" + i + "}"));
      first.send(envelope('"' + secondId + '"', false, "{\"candidate\":" + i + "}"));
    }

    String firstId = arrival.get("destination").asText();
    assertThat(received)
        .isEqualTo(
            ("{\"roomId\":\"%s\",\"source\":\"%s\",\"destination\":\"%s\","
                    + "\"polite\":true,\"payload\":%s}")
                .formatted(room.roomId(), secondId, firstId, offer));
    for (int i = 0; i < 20; i++) {
      assertThat(first.next().at("/payload/candidate").asInt()).isEqualTo(i);
      JsonNode back = second.next();
      assertThat(back.at("/payload/candidate").asInt()).isEqualTo(i);
      assertThat(back.get("source").asText()).isEqualTo(firstId);
      assertThat(back.get("polite").asBoolean()).isFalse();
    }
    assertThat(node.roomLookups() - before).isEqualTo(1);
    first.close();
    second.close();
  }

  @Test
  void theFirstIsToldOfTheNewcomerAndBothOfADeparture() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);

    JsonNode arrival = first.next();
    second.close();
    JsonNode departure = first.next();

    assertThat(arrival.toString())
        .isEqualTo(
            "{\"source\":\"%s\",\"destination\":\"%s\",\"polite\":true,\"payload\":null}"
                .formatted(arrival.get("source").asText(), arrival.get("destination").asText()));
    assertThat(departure.toString())
        .isEqualTo(
            "{\"source\":null,\"destination\":\"%s\"}"
                .formatted(arrival.get("destination").asText()));
    first.close();
  }

  @Test
  void whoDropsWithoutAWordIsGoneToo() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();

    second.abort();

    assertThat(first.next().has("error")).isFalse();
    TestSignalingClient third = node.connect(room);
    assertThat(first.next().get("polite").asBoolean()).isTrue();
    third.close();
    first.close();
  }

  @Test
  void theWrappedFormIsTakenToo() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();

    second.send(
        "{\"message\":{\"destination\":null,\"polite\":true,\"payload\":[1, 2]},"
            + "\"action\":\"sendmessage\"}");

    assertThat(first.nextText()).endsWith("\"polite\":true,\"payload\":[1, 2]}");
    first.close();
    second.close();
  }

  @Test
  void aMessageInSeveralFramesIsOneMessage() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();

    second.sendInTwo("{\"payload\":\"in two parts\"}");

    assertThat(first.next().get("payload").asText()).isEqualTo("in two parts");
    first.close();
    second.close();
  }

  @Test
  void aThirdPeerIsRefusedWithItsOwnCodeAndTheCallGoesOn() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();

    TestSignalingClient third = node.connect(room);

    assertThat(third.closed().code()).isEqualTo(4409);
    assertThat(third.closed().reason()).startsWith("room-full: ");
    second.send("{\"payload\":1}");
    assertThat(first.next().get("payload").asInt()).isEqualTo(1);
    first.close();
    second.close();
  }

  @Test
  void aMessageToNobodyIsAnErrorInTheDepartureForm() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient alone = node.connect(room);

    alone.send("{\"payload\":1}");

    JsonNode error = alone.next();
    assertThat(error.get("source").isNull()).isTrue();
    assertThat(error.at("/error/code").asText()).isEqualTo("destination-unknown");
    alone.close();
  }

  @Test
  void aRoomForMoreThanTwoWantsADestination() {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":3}");
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    TestSignalingClient third = node.connect(room);
    String secondId = first.next().get("source").asText();
    first.next();
    second.next();
    second.next();
    third.next();
    third.next();

    first.send("{\"payload\":1}");
    third.send("{\"payload\":1}");
    third.send(envelope('"' + secondId + '"', true, "2"));

    assertThat(first.next().at("/error/code").asText()).isEqualTo("destination-required");
    assertThat(third.next().at("/error/code").asText()).isEqualTo("destination-required");
    assertThat(second.next().get("payload").asInt()).isEqualTo(2);
    assertThat(first.unread()).isZero();
    first.close();
    second.close();
    third.close();
  }

  @Test
  void aNewcomerInARoomForMoreThanTwoLearnsWhoIsThereAndWhoGoes() {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":3}");
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    JsonNode arrival = first.next();
    JsonNode there = second.next();
    assertThat(there.toString())
        .isEqualTo(
            "{\"source\":%s,\"destination\":%s,\"polite\":false,\"payload\":null}"
                .formatted(arrival.get("destination"), arrival.get("source")));

    TestSignalingClient third = node.connect(room);
    assertThat(List.of(third.next().get("source"), third.next().get("source")))
        .containsExactly(arrival.get("destination"), arrival.get("source"));
    third.send(envelope(arrival.get("source").toString(), true, "7"));
    assertThat(second.next().get("polite").asBoolean()).as("the arrival").isTrue();
    assertThat(second.next().get("payload").asInt()).isEqualTo(7);

    first.close();
    assertThat(second.next().get("left")).isEqualTo(arrival.get("destination"));
    assertThat(third.next().get("left")).isEqualTo(arrival.get("destination"));
    second.close();
    third.close();
  }

  private static String envelope(String destination, boolean polite, String payload) {
    return "{\"roomId\":null,\"source\":null,\"destination\":%s,\"polite\":%b,\"payload\":%s}"
        .formatted(destination, polite, payload);
  }
}
