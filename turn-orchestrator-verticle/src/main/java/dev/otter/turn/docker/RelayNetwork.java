package dev.otter.turn.docker;

import dev.otter.contract.config.AddressRange;
import dev.otter.turn.relay.RelayEndpoint.OwnNetwork;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The network that the relay containers of one node have for themselves: small, and nobody in it
 * reaches another one. Made when the first relay needs it. Used on one context.
 */
final class RelayNetwork {

  private static final String BRIDGE = "com.docker.network.bridge.";
  private static final String ICC = BRIDGE + "enable_icc";
  private static final int BITS = 27;
  private static final int SIZE = 1 << (32 - BITS);
  private static final int NOT_FOUND = 404;

  private final DockerEngine docker;
  private final List<AddressRange> allowedPeers;
  private final Set<String> taken = new HashSet<>();

  /**
   * Makes one that asks nothing yet.
   *
   * @param docker the daemon
   * @param allowedPeers what relays may reach: not this network
   */
  RelayNetwork(DockerEngine docker, List<AddressRange> allowedPeers) {
    this.docker = docker;
    this.allowedPeers = allowedPeers;
  }

  /** Its name. */
  static String name(String owner) {
    return "otter-" + owner;
  }

  /**
   * Takes a free address, until {@link #release}.
   *
   * @param owner whose network it is
   * @return fails with a reason in words where there is none
   */
  Future<OwnNetwork> take(String owner) {
    return docker
        .network(name(owner))
        .compose(found -> isAsMade(found) ? Future.succeededFuture(found) : makeAgain(owner))
        .recover(
            failure ->
                failure instanceof DockerException refused && refused.status() == NOT_FOUND
                    ? make(owner)
                    : Future.failedFuture(failure))
        .map(this::free);
  }

  /** This address is a running relay's. */
  void use(OwnNetwork at) {
    taken.add(at.ip());
  }

  /** Gives an address back. */
  void release(OwnNetwork at) {
    taken.remove(at.ip());
  }

  /** Removes the network; one in which there is still somebody stays. */
  Future<Void> remove(String owner) {
    return docker.removeNetwork(name(owner)).otherwiseEmpty();
  }

  /**
   * Containers have addresses of our choice only in a network whose addresses are too. Which are
   * free, the daemon knows: it is asked for a network, and the first of its addresses are taken for
   * the one that stays.
   */
  private Future<JsonObject> make(String owner) {
    String name = name(owner);
    return docker
        .createNetwork(body(owner))
        .compose(made -> docker.network(name))
        .compose(
            made ->
                docker
                    .removeNetwork(name)
                    .compose(gone -> docker.createNetwork(fixed(owner, subnet(made)))))
        .compose(made -> docker.network(name));
  }

  /** A node that died while it made it has left the daemon's own choice of addresses. */
  private Future<JsonObject> makeAgain(String owner) {
    return docker.removeNetwork(name(owner)).compose(gone -> make(owner));
  }

  private static boolean isAsMade(JsonObject network) {
    return "false".equals(network.getJsonObject("Options", new JsonObject()).getString(ICC))
        && subnet(network).endsWith("/" + BITS);
  }

  private static JsonObject body(String owner) {
    return new JsonObject()
        .put("Name", name(owner))
        .put("CheckDuplicate", true)
        .put("Driver", "bridge")
        .put("EnableIPv6", false)
        .put("Labels", new JsonObject().put(RelayContainer.OWNER, owner))
        .put("Options", new JsonObject().put(ICC, "false"));
  }

  private static JsonObject fixed(String owner, String subnet) {
    int first = number(subnet.substring(0, subnet.indexOf('/')));
    JsonObject addresses =
        new JsonObject()
            .put("Subnet", NetUtil.intToIpAddress(first) + "/" + BITS)
            .put("Gateway", NetUtil.intToIpAddress(first + 1));
    return body(owner).put("IPAM", new JsonObject().put("Config", new JsonArray().add(addresses)));
  }

  private OwnNetwork free(JsonObject network) {
    String subnet = subnet(network);
    int first = number(subnet.substring(0, subnet.indexOf('/')));
    requireClosed(first);
    Set<String> used = new HashSet<>(taken);
    network
        .getJsonObject("Containers", new JsonObject())
        .forEach(each -> used.add(address((JsonObject) each.getValue())));
    String free =
        IntStream.range(first + 2, first + SIZE - 1)
            .mapToObj(NetUtil::intToIpAddress)
            .filter(ip -> !used.contains(ip))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no free address in " + subnet));
    taken.add(free);
    return new OwnNetwork(free, NetUtil.intToIpAddress(first + 1));
  }

  private void requireClosed(int first) {
    String from = NetUtil.intToIpAddress(first);
    String to = NetUtil.intToIpAddress(first + SIZE - 1);
    AddressRange own = AddressRange.between(from, to);
    Optional<AddressRange> opened =
        allowedPeers.stream()
            .filter(
                each ->
                    IntStream.range(first, first + SIZE)
                        .mapToObj(NetUtil::intToIpAddress)
                        .map(NetUtil::createInetAddressFromIpAddressString)
                        .anyMatch(each::contains))
            .findFirst();
    if (opened.isPresent()) {
      throw new IllegalStateException(
          "turn.allowedPeers opens "
              + opened.get()
              + ", and with it the containers' own network "
              + own
              + ": name less, or give the daemon other default-address-pools");
    }
  }

  private static String subnet(JsonObject network) {
    JsonArray config = network.getJsonObject("IPAM", new JsonObject()).getJsonArray("Config");
    if (config == null || config.isEmpty()) {
      throw new IllegalStateException("the daemon made a network without addresses");
    }
    return config.getJsonObject(0).getString("Subnet", "");
  }

  private static String address(JsonObject container) {
    String withBits = container.getString("IPv4Address", "");
    return withBits.contains("/") ? withBits.substring(0, withBits.indexOf('/')) : withBits;
  }

  private static int number(String ipv4) {
    return NetUtil.ipv4AddressToInt(
        (Inet4Address) NetUtil.createInetAddressFromIpAddressString(ipv4));
  }
}
