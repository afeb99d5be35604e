package dev.otter.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.secrets.PreparedSecrets;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayPartsTest {

  private final PreparedSecrets secrets = PreparedSecrets.fresh();

  @Test
  void onTheMachineBrowsersReachThem() {
    List<Part> relays = relays("--public-ip", "203.0.113.7");

    assertThat(relays)
        .extracting(Part::says)
        .containsExactly("203.0.113.7:3478", "203.0.113.7:3479");
    assertThat(host(relays.get(0)).getString("NetworkMode")).isEqualTo("host");
  }

  @Test
  void insideOfNodesThereAreNone() {
    assertThat(relays("--gateway")).isEmpty();
    assertThat(node("--gateway")).contains("turn.driver: \"process\"", "turn.relays: 2");
  }

  @Test
  void onTheNetworkNobodyButNodesReachesThem() {
    List<Part> relays = relays("--gateway", "--relay-containers");

    assertThat(relays)
        .extracting(Part::says)
        .containsExactly("172.30.88.31:3478", "172.30.88.32:3478");
    assertThat(host(relays.get(1)).getString("NetworkMode")).isEqualTo("otter");
    assertThat(host(relays.get(1)).containsKey("PortBindings")).isFalse();
    assertThat(text(relays.get(1)))
        .contains(
            "listening-ip=172.30.88.32\n",
            "relay-ip=172.30.88.32\n",
            "denied-peer-ip=0.0.0.0-255.255.255.255\n",
            "allowed-peer-ip=172.30.88.21-172.30.88.29\n",
            "relay-threads=1\n",
            "cli-ip=127.0.0.1\n")
        .doesNotContain("user-quota", "external-ip");
    assertThat(node("--gateway", "--relay-containers"))
        .contains(
            "turn.driver: \"static\"",
            "turn.urls: [\"turn:172.30.88.31:3478?transport=udp\","
                + "\"turn:172.30.88.32:3478?transport=udp\"]",
            "turn.gateway: \"on\"")
        .doesNotContain("turn.relays:");
  }

  private List<Part> relays(String... options) {
    return new RelayParts(TestDockerSettings.of(options), secrets).all();
  }

  private String node(String... options) {
    return text(new NodeParts(TestDockerSettings.of(options), secrets).all().get(0));
  }

  private static JsonObject host(Part part) {
    return part.body().getJsonObject("HostConfig");
  }

  private static String text(Part part) {
    return new String(part.files().getBytes(), StandardCharsets.UTF_8);
  }
}
