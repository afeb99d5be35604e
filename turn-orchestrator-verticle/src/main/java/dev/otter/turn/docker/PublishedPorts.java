package dev.otter.turn.docker;

import dev.otter.turn.ports.PortSlots.Slot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What of a container in a network of its own is reached from outside, at ports of the same
 * numbers.
 *
 * @param network its name
 * @param ip the container's address there
 * @param hostIp the address of the machine at which browsers' ports are published
 * @param consoleIp the same for the console; empty where that is not published
 */
record PublishedPorts(String network, String ip, String hostIp, Optional<String> consoleIp) {

  private static final String UDP = "/udp";
  private static final String TCP = "/tcp";

  /**
   * Adds them to the body of the call that makes a container.
   *
   * @param body has a {@code HostConfig}
   * @param slot the ports
   */
  void addTo(JsonObject body, Slot slot) {
    JsonObject bindings = new JsonObject();
    publish(bindings, slot.listeningPort(), TCP, hostIp);
    publish(bindings, slot.listeningPort(), UDP, hostIp);
    for (int port = slot.relayPorts().first(); port <= slot.relayPorts().last(); port++) {
      publish(bindings, port, UDP, hostIp);
    }
    consoleIp.ifPresent(at -> publish(bindings, slot.consolePort(), TCP, at));
    JsonObject exposed = new JsonObject();
    bindings.fieldNames().forEach(port -> exposed.put(port, new JsonObject()));
    JsonObject address =
        new JsonObject().put("IPAMConfig", new JsonObject().put("IPv4Address", ip));
    body.put("ExposedPorts", exposed)
        .put(
            "NetworkingConfig",
            new JsonObject().put("EndpointsConfig", new JsonObject().put(network, address)))
        .getJsonObject("HostConfig")
        .put("NetworkMode", network)
        .put("PortBindings", bindings);
  }

  private static void publish(JsonObject bindings, int port, String protocol, String at) {
    bindings.put(
        port + protocol,
        new JsonArray()
            .add(new JsonObject().put("HostIp", at).put("HostPort", String.valueOf(port))));
  }
}
