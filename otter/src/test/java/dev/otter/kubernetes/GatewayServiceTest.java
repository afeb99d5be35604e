package dev.otter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.contract.config.GatewayMode;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overlay with one UDP address for all gateways. */
class GatewayServiceTest {

  private static final Path IMAGE = Path.of("..", "scripts", "make-otter-image");

  private final Manifests manifests = Manifests.of("gateway");
  private final JsonNode service = manifests.one("Service", "otter-turn").get("spec");
  private TurnConfig turn;

  @BeforeEach
  void load() throws IOException {
    turn = NodePodTest.load(manifests).config().turn();
  }

  @Test
  void theServiceNamesEachPortOfTheGatewayAndKeepsAddresses() {
    PortRange relayed = turn.relays().relayPorts();
    List<Integer> ports = new ArrayList<>();
    for (JsonNode port : service.get("ports")) {
      assertThat(port.get("protocol").asText()).isEqualTo("UDP");
      // Browsers are told this number, and the gateway listens there.
      assertThat(port.has("targetPort")).isFalse();
      ports.add(port.get("port").asInt());
    }

    assertThat(ports.remove(0)).isEqualTo(turn.relays().port());
    assertThat(ports)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(relayed.first(), relayed.last()).boxed().toList());
    assertThat(service.get("externalTrafficPolicy").asText()).isEqualTo("Local");
    assertThat(service.get("loadBalancerIP").asText())
        .isEqualTo(turn.relays().publicIp().orElseThrow());
    assertThat(service.get("selector"))
        .isEqualTo(manifests.nodes().at("/spec/selector/matchLabels"));
  }

  @Test
  void theGatewaysAnswerAsTheyAreAskedAndHaveTurnServersBesideThem() throws IOException {
    assertThat(turn.gatewayMode()).isEqualTo(GatewayMode.NAT);
    assertThat(turn.driver()).isEqualTo(TurnDriver.PROCESS);
    assertThat(turn.relays().host()).contains(manifests.environment().get("OTTER_TURN_HOST"));
    assertThat(manifests.environment().get("PATH").split(":"))
        .contains("/opt/java/bin", "/opt/coturn/bin");
    assertThat(Files.readString(IMAGE)).contains("/opt/coturn/bin");
  }

  @Test
  void nobodyMayMakePods() {
    assertThat(manifests.all("Role")).isEmpty();
    assertThat(manifests.all("ClusterRole")).isEmpty();
    assertThat(manifests.all("Namespace")).hasSize(1);
    assertThat(manifests.pod().get("automountServiceAccountToken").asBoolean()).isFalse();
  }

  @Test
  void thePolicyOpensThesePortsToAllAndWhatNodesPassOnToNodes() throws IOException {
    JsonNode rules = manifests.one("NetworkPolicy", "otter-turn").at("/spec/ingress");
    JsonNode open = rules.get(0);
    JsonNode passedOn = rules.get(1);

    assertThat(open.has("from")).isFalse();
    assertThat(open.at("/ports/0/port").asInt()).isEqualTo(turn.relays().port());
    assertThat(open.at("/ports/1/port").asInt()).isEqualTo(turn.relays().relayPorts().first());
    assertThat(open.at("/ports/1/endPort").asInt()).isEqualTo(turn.relays().relayPorts().last());
    assertThat(passedOn.at("/from/0/podSelector/matchLabels")).isEqualTo(service.get("selector"));
    assertThat(passedOn.at("/ports/0/port").asInt())
        .isEqualTo(NodePodTest.load(manifests).config().cluster().port());
    assertThat(rules.findValuesAsText("protocol")).containsOnly("UDP");
  }
}
