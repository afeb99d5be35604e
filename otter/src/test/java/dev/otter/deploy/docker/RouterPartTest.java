package dev.otter.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    JsonObject host = router.body().getJsonObject("HostConfig");
    JsonObject ports = host.getJsonObject("PortBindings");

    assertThat(ports.fieldNames())
        .hasSize(66)
        .contains("8080/tcp", "3478/udp", "61000/udp", "61063/udp");
    assertThat(ports.getJsonArray("61063/udp"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("HostIp", "127.0.0.1").put("HostPort", "61063")));
    assertThat(BalancerPart.of(settings).body().getJsonObject("HostConfig").fieldNames())
        .doesNotContain("PortBindings");
    assertThat(
            BalancerPart.of(TestDockerSettings.of("--nodes", "2"))
                .body()
                .getJsonObject("HostConfig"))
        .extracting(body -> body.getJsonObject("PortBindings").fieldNames())
        .asInstanceOf(InstanceOfAssertFactories.ITERABLE)
        .hasSize(1);
  }

  @Test
  void mayLeadPacketsAndNothingElse() {
    JsonObject host = router.body().getJsonObject("HostConfig");

    assertThat(host.getJsonArray("CapDrop")).isEqualTo(new JsonArray().add("ALL"));
    assertThat(host.getJsonArray("CapAdd")).isEqualTo(new JsonArray().add("NET_ADMIN"));
    assertThat(host.getBoolean("ReadonlyRootfs")).isTrue();
    assertThat(host.getString("NetworkMode")).isEqualTo("otter");
  }
}
