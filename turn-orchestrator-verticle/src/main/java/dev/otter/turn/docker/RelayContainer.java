package dev.otter.turn.docker;

import dev.otter.contract.config.PortRange;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.docker.ContainerPlaces.Place;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayEndpoint.OwnNetwork;
import dev.otter.turn.relay.RelayId;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What is written on a relay's container as labels, so that a node's next life knows it again: no
 * secrets.
 *
 * @param id the relay's name, and the container's
 * @param place where it is
 * @param fingerprint of its settings and image
 */
record RelayContainer(RelayId id, Place place, String fingerprint) {

  /** Which node a container belongs to. */
  static final String OWNER = "dev.otter.owner";

  /** Which relay it is. */
  static final String RELAY = "dev.otter.relay";

  /** Where the settings are, in the container's own volume. */
  static final String VOLUME = "/var/lib/otter";

  /** The directory in the volume that belongs to the user. */
  static final String DIRECTORY = "relay";

  /** The file with the settings. */
  static final String FILE = DIRECTORY + "/turnserver.conf";

  /** The user nobody. */
  static final int USER = 65_534;

  private static final String PUBLIC_IP = "dev.otter.public-ip";
  private static final String LOCAL_IP = "dev.otter.local-ip";
  private static final String PORT = "dev.otter.port";
  private static final String RELAY_PORTS = "dev.otter.relay-ports";
  private static final String CONSOLE_PORT = "dev.otter.console-port";
  private static final String FINGERPRINT = "dev.otter.fingerprint";

  /** Only where it listens on one. */
  private static final String IPV6 = "dev.otter.ipv6";

  /** These three only where it is in a network of its own. */
  private static final String OWN_IP = "dev.otter.own-ip";

  private static final String GATEWAY = "dev.otter.gateway";
  private static final String CONSOLE_IP = "dev.otter.console-ip";
  private static final List<String> OWN = List.of(OWN_IP, GATEWAY, CONSOLE_IP);

  private static final List<String> ALL =
      List.of(RELAY, PUBLIC_IP, LOCAL_IP, PORT, RELAY_PORTS, CONSOLE_PORT, FINGERPRINT);
  private static final long MEMORY_BYTES = 256L << 20;
  private static final long NANO_CPUS = 1_000_000_000L;
  private static final int MOST_PROCESSES = 64;

  /**
   * The body of the call that makes the container: another user than root, nothing writable but its
   * own volume, no capability, no way to get one, and limits on processes, memory, CPU and log.
   *
   * @param image which
   * @param owner this node
   * @param published the ports of one in a network of its own; empty on its machine's network
   */
  JsonObject body(String image, String owner, Optional<PublishedPorts> published) {
    JsonObject body = body(image, owner);
    published.ifPresent(ports -> ports.addTo(body, place.slot()));
    return body;
  }

  private JsonObject body(String image, String owner) {
    return new JsonObject()
        .put("Image", image)
        .put("User", USER + ":" + USER)
        .put("Entrypoint", new JsonArray().add("turnserver"))
        .put("Cmd", new JsonArray().add("-c").add(VOLUME + "/" + FILE))
        .put("Labels", labels(owner))
        .put(
            "HostConfig",
            new JsonObject()
                .put("NetworkMode", "host")
                .put("ReadonlyRootfs", true)
                .put("CapDrop", new JsonArray().add("ALL"))
                .put("SecurityOpt", new JsonArray().add("no-new-privileges:true"))
                .put("PidsLimit", MOST_PROCESSES)
                .put("Memory", MEMORY_BYTES)
                .put("MemorySwap", MEMORY_BYTES)
                .put("NanoCpus", NANO_CPUS)
                .put("RestartPolicy", new JsonObject().put("Name", "no"))
                .put(
                    "Mounts",
                    new JsonArray()
                        .add(new JsonObject().put("Type", "volume").put("Target", VOLUME)))
                .put(
                    "LogConfig",
                    new JsonObject()
                        .put("Type", "json-file")
                        .put(
                            "Config",
                            new JsonObject().put("max-size", "1m").put("max-file", "1"))));
  }

  /** Reads the labels; empty when they are not those of a relay of this version. */
  static Optional<RelayContainer> of(JsonObject labels, RelayRules rules) {
    if (labels == null || !labels.fieldNames().containsAll(ALL)) {
      return Optional.empty();
    }
    try {
      String port = labels.getString(PORT);
      PortRange relayPorts = PortRange.parse(RELAY_PORTS, labels.getString(RELAY_PORTS));
      int console = Integer.parseInt(labels.getString(CONSOLE_PORT));
      Slot slot = new Slot(Integer.parseInt(port), relayPorts, console);
      RelayId id = new RelayId(labels.getString(RELAY));
      RelayEndpoint endpoint =
          labels.fieldNames().containsAll(OWN)
              ? inOwnNetwork(labels, id, slot, rules)
              : new RelayEndpoint(
                      labels.getString(PUBLIC_IP),
                      labels.getString(LOCAL_IP),
                      slot.listeningPort(),
                      rules.console(id.value(), slot))
                  .withIpv6(Optional.ofNullable(labels.getString(IPV6)));
      return Optional.of(
          new RelayContainer(id, new Place(slot, endpoint), labels.getString(FINGERPRINT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static RelayEndpoint inOwnNetwork(
      JsonObject labels, RelayId id, Slot slot, RelayRules rules) {
    return new RelayEndpoint(
        labels.getString(PUBLIC_IP),
        labels.getString(LOCAL_IP),
        slot.listeningPort(),
        rules.console(
            id.value(),
            slot,
            NetUtil.createInetAddressFromIpAddressString(labels.getString(CONSOLE_IP))),
        Optional.of(new OwnNetwork(labels.getString(OWN_IP), labels.getString(GATEWAY))),
        Optional.empty());
  }

  private JsonObject labels(String owner) {
    RelayEndpoint endpoint = place.endpoint();
    Slot slot = place.slot();
    JsonObject labels = new JsonObject();
    endpoint
        .network()
        .ifPresent(
            own ->
                labels
                    .put(OWN_IP, own.ip())
                    .put(GATEWAY, own.gateway())
                    .put(CONSOLE_IP, endpoint.console().at().getAddress().getHostAddress()));
    endpoint.ipv6().ifPresent(ip -> labels.put(IPV6, ip));
    return labels
        .put(OWNER, owner)
        .put(RELAY, id.value())
        .put(PUBLIC_IP, endpoint.publicIp())
        .put(LOCAL_IP, endpoint.localIp())
        .put(PORT, String.valueOf(endpoint.port()))
        .put(RELAY_PORTS, slot.relayPorts().toString())
        .put(CONSOLE_PORT, String.valueOf(slot.consolePort()))
        .put(FINGERPRINT, fingerprint);
  }
}
