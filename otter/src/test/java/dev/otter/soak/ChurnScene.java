package dev.otter.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** One thing that clients do in a room, from the first join to the last leave. */
enum ChurnScene {
  /** A call of two plain clients; one leaves, one just goes. */
  PLAIN_CALL {
    @Override
    void play(List<URI> nodes, TestRoom room, Random random) {
      TestSignalingClient first = TestSignalingClient.connect(nodes.get(0), room);
      // Whoever gets an answer is in.
      first.send("{\"destination\":\"nobody\",\"payload\":1}").next();
      TestSignalingClient second = TestSignalingClient.connect(last(nodes), room);
      first.next();
      for (int i = 0; i < MESSAGES; i++) {
        second.send("{\"payload\":{\"candidate\":" + i + "}}");
        expect(first.next().at("/payload/candidate"), i);
      }
      if (random.nextBoolean()) {
        first.close();
        second.abort();
      } else {
        second.abort();
        first.close();
      }
    }
  },

  /** A call of two clients of otter.v1, of which one breaks and comes back. */
  BROKEN_CALL {
    @Override
    void play(List<URI> nodes, TestRoom room, Random random) {
      try (V1Client first = V1Client.join(nodes.get(0), room);
          V1Client second = V1Client.join(last(nodes), room)) {
        String id = second.id();
        for (int i = 0; i < MESSAGES; i++) {
          if (i == MESSAGES / 2) {
            second.drop();
          }
          first.send(id, String.valueOf(i));
        }
        second.resume(nodes.get(random.nextInt(nodes.size())), id, second.secret());
        for (int i = 0; i < MESSAGES; i++) {
          expect(second.next().get("payload"), i);
        }
        first.awaitAcknowledged();
      }
    }
  },

  /** A call of both dialects, with a payload that is near the limit. */
  MIXED_CALL {
    @Override
    void play(List<URI> nodes, TestRoom room, Random random) {
      try (V1Client numbered = V1Client.join(nodes.get(0), room)) {
        TestSignalingClient plain = TestSignalingClient.connect(last(nodes), room);
        String id = numbered.await("peer-joined").get("connectionId").asText();
        String large = "\"" + "x".repeat(random.nextInt(60_000)) + "\"";
        numbered.send(id, large);
        expectLength(plain.next().get("payload"), large.length() - 2);
        plain.send("{\"payload\":" + large + "}");
        expectLength(numbered.next().get("payload"), large.length() - 2);
        plain.close();
      }
    }
  },

  /** Clients that are refused, each in another way. */
  REFUSALS {
    @Override
    void play(List<URI> nodes, TestRoom room, Random random) throws IOException {
      URI node = nodes.get(random.nextInt(nodes.size()));
      TestSignalingClient wrong = TestSignalingClient.connect(node, room);
      wrong.send("not json");
      wrong.closed();
      try (V1Client invalid = V1Client.join(node, room)) {
        invalid.sendRaw("{}");
        invalid.refused();
      }
      try (RawWebSocket forged =
              RawWebSocket.request(node, "/ws?roomId=" + room.roomId() + "&token=x");
          RawWebSocket half = RawWebSocket.connectSilently(node);
          RawWebSocket mute = RawWebSocket.connectV1(node, room)) {
        forged.statusLine();
        half.sendBytes("GET /ws HT".getBytes(StandardCharsets.US_ASCII));
        half.reset();
        mute.sendBytes(new byte[] {(byte) 0x81, (byte) 0xfe, 0x10});
        mute.reset();
      }
    }
  };

  private static final int MESSAGES = 20;

  /**
   * Plays it to its end, when nobody is in the room.
   *
   * @param nodes one or more
   */
  abstract void play(List<URI> nodes, TestRoom room, Random random) throws IOException;

  private static URI last(List<URI> nodes) {
    return nodes.get(nodes.size() - 1);
  }

  private static void expect(JsonNode value, int number) {
    if (value.asInt(-1) != number) {
      throw new AssertionError("got " + value + " instead of " + number);
    }
  }

  private static void expectLength(JsonNode value, int length) {
    if (value.asText().length() != length) {
      throw new AssertionError("got " + value.asText().length() + " of " + length + " characters");
    }
  }
}
