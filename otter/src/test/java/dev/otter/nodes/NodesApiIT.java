package dev.otter.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /v1/nodes} of two nodes: who is there, and emptying one and undoing it. */
class NodesApiIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir Path dataDir;

  private static Answer with(TestNode node, String method, String path) {
    return node.api().send(method, path, null, "Authorization", "Bearer " + TestNode.API_KEY);
  }

  private static JsonNode nodes(TestNode node) {
    Answer answer = with(node, "GET", "/v1/nodes");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("nodes");
  }

  @Test
  void aNodeThatIsEmptiedSendsItsClientsToTheOtherAndTakesNewOnesWhenThatIsUndone() {
    int port = FreePorts.next();
    try (TestNode first = TestNode.startClustered(dataDir.resolve("1"), port, "");
        TestNode second =
            TestNode.startClustered(dataDir.resolve("2"), FreePorts.next(), "127.0.0.1:" + port)) {
      Eventually.within(BOUND, "both are there", () -> nodes(second).size() == 2);
      JsonNode oldest = nodes(second).get(0);
      String id = oldest.get("nodeId").asText();
      assertThat(oldest.get("state").asText()).isEqualTo("ready");
      assertThat(oldest.get("verticles")).hasSize(4);
      assertThat(oldest.get("startedAt").asText()).startsWith("20");
      TestRoom room = first.api().createRoom();
      V1Client alice = V1Client.join(first.base(), room).comeBackTo(second.base());
      V1Client bob = V1Client.join(first.base(), room).comeBackTo(second.base());
      assertThat(alice.id()).startsWith(id + ".");
      Eventually.within(
          BOUND, "both are counted", () -> nodes(second).get(0).get("connections").asInt() == 2);

      Answer drained = with(second, "POST", "/v1/nodes/" + id + "/drain");
      assertThat(drained.status()).as(drained.text()).isEqualTo(200);
      assertThat(drained.json().get("state").asText()).isEqualTo("draining");
      Eventually.within(BOUND, "they have moved", () -> second.connections() == 2);
      Eventually.within(BOUND, "nobody is left", () -> first.connections() == 0);
      alice.send(bob.id(), "\"still here\"");
      assertThat(bob.next().get("payload").asText()).isEqualTo("still here");
      assertThat(first.api().get("/readyz").status()).isEqualTo(503);
      assertThat(first.api().post("/v1/rooms", "{}").code()).isEqualTo("not-ready");
      assertThat(second.api().post("/v1/rooms", "{}").status()).isEqualTo(201);
      String other = nodes(first).get(1).get("nodeId").asText();
      assertThat(with(first, "POST", "/v1/nodes/" + other + "/drain").code())
          .as("somebody must serve")
          .isEqualTo("last-node");

      Answer undone = with(first, "DELETE", "/v1/nodes/" + id + "/drain");
      assertThat(undone.json().get("state").asText()).isEqualTo("ready");
      assertThat(first.api().get("/readyz").status()).isEqualTo(200);
      try (V1Client carol = V1Client.join(first.base(), first.api().createRoom())) {
        assertThat(carol.id()).startsWith(id + ".");
      }
      alice.close();
      bob.close();
    }
  }

  @Test
  void aNodeAloneIsNotEmptiedAndOnlyAKeyWithTheScopeMay() {
    try (TestNode node = TestNode.start(dataDir)) {
      String id = nodes(node).get(0).get("nodeId").asText();
      assertThat(with(node, "POST", "/v1/nodes/" + id + "/drain").code()).isEqualTo("last-node");
      assertThat(with(node, "POST", "/v1/nodes/nobody/drain").code()).isEqualTo("node-not-found");
      assertThat(node.api().get("/v1/nodes").code()).isEqualTo("api-key-missing");
      String key =
          node.api()
              .post("/v1/keys", "{\"name\":\"k\",\"scopes\":[\"nodes:read\"]}")
              .json()
              .get("key")
              .asText();
      String reader = "Bearer " + key;
      assertThat(node.api().send("GET", "/v1/nodes", null, "Authorization", reader).status())
          .isEqualTo(200);
      assertThat(
              node.api()
                  .send("POST", "/v1/nodes/" + id + "/drain", null, "Authorization", reader)
                  .code())
          .isEqualTo("scope-missing");
    }
  }
}
