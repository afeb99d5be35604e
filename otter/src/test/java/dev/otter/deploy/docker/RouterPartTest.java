package dev.otter.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RouterPartTest {

  private final DockerSettings settings =
      TestDockerSettings.of(
          "--gateway", "--nodes", "2", "--relay-ports", "61000-61063", "--bind", "127.0.0.1");
  private final Part router = RouterPart.of(settings);

  @Test
  void isToldWhoTheOthersAre() {
    assertThat(router.files().toString(StandardCharsets.UTF_8))
        .contains(
            """
            network 172.30.88.0/24
            machine 172.30.88.1
            address 172.30.88.3
            route 172.30.88.2
            udp 3478
            udp 61000-61063
            tcp 8080 172.30.88.10
            ready 8080
            node 172.30.88.21
            node 172.30.88.22
            """);
  }

  @Test
  void isWhatIsPublished() {
    assertThat(published(router).fieldNames())
        .hasSize(66)
        .contains("8080/tcp", "3478/udp", "61000/udp", "61063/udp");
    assertThat(published(router).getJsonArray("61063/udp"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("HostIp", "127.0.0.1").put("HostPort", "61063")));
    assertThat(published(BalancerPart.of(settings)).fieldNames()).isEmpty();
    assertThat(published(BalancerPart.of(TestDockerSettings.of("--nodes", "2"))).fieldNames())
        .containsExactly("8080/tcp");
  }

  @Test
  void mayLeadPacketsAndNothingElse() {
    JsonObject host = router.body().getJsonObject("HostConfig");

    assertThat(host.getJsonArray("CapDrop")).isEqualTo(new JsonArray().add("ALL"));
    assertThat(host.getJsonArray("CapAdd")).isEqualTo(new JsonArray().add("NET_ADMIN"));
    assertThat(host.getBoolean("ReadonlyRootfs")).isTrue();
    assertThat(host.getString("NetworkMode")).isEqualTo("otter");
  }

  private static JsonObject published(Part part) {
    return part.body().getJsonObject("HostConfig").getJsonObject("PortBindings", new JsonObject());
  }
}
