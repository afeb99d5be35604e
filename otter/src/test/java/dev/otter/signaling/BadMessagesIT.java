package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that are no message: each ends its own connection with the code that fits, and a call that
 * is going on in another room of the same node hears nothing of it.
 */
class BadMessagesIT {

  @TempDir static Path dataDir;
  private static TestNode node;
  private static TestSignalingClient bystander;
  private static TestSignalingClient bystandersPeer;
  private TestRoom room;

  @BeforeAll
  static void startNodeWithACall() {
    node = TestNode.start(dataDir);
    TestRoom call = node.api().createRoom();
    bystander = node.connect(call);
    bystandersPeer = node.connect(call);
    bystander.next();
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @BeforeEach
  void makeRoom() {
    room = node.api().createRoom();
  }

  @AfterEach
  void theOtherCallIsUntouched() {
    bystandersPeer.send("{\"payload\":\"still here\"}");
    assertThat(bystander.next().get("payload").asText()).isEqualTo("still here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "1",
        "null",
        "\"text\"",
        "{\"payload\":1",
        "{\"payload\":1} {}",
        "{\"payload\":1}x",
        "{\"destination\":null}",
        "{\"payload\":null}",
        "{\"payload\":1,\"payload\":2}",
        "{\"payload\":1,\"source\":\"a\",\"source\":\"b\"}",
        "{\"payload\":1,\"destination\":7}",
        "{\"payload\":1,\"destination\":[\"*\"]}",
        "{\"payload\":1,\"polite\":\"yes\"}",
        "{\"action\":\"sendmessage\",\"message\":{\"payload\":null}}",
        "{\"action\":\"sendmessage\",\"message\":\"text\"}",
        "\u0000{\u0000\"\u0000p\u0000\"\u0000:\u00001\u0000}",
        "\ufeff{\"payload\":1}",
        "{\"action\":\"other\",\"message\":{\"payload\":1}}"
      })
  void whatIsNoMessageCloses4400(String text) {
    TestSignalingClient client = node.connect(room);

    client.send(text);

    assertThat(client.closed().code()).isEqualTo(4400);
    assertThat(client.closed().reason()).startsWith("message-invalid: ");
  }
}
