package dev.otter.turn.kubernetes;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.coturn.PeerPolicy;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.RelayEndpoint;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The address by which browsers reach a relay in a pod: {@code turn.publicIp}, or the pod's own
 * where that is public or {@code turn.allowedPeers} opens it, or, on a machine's network, the one
 * that Kubernetes knows as the machine's external one. Used on one context.
 */
final class PublicAddressOfPod {

  private final KubernetesApi api;
  private final RelaysConfig config;
  private final RelayRules rules;

  PublicAddressOfPod(KubernetesApi api, RelaysConfig config, RelayRules rules) {
    this.api = api;
    this.config = config;
    this.rules = rules;
  }

  /**
   * Works it out before the relay has its settings.
   *
   * @param pod on its way up
   * @return empty for the pod's own address; fails with a reason in words when there is none
   */
  Future<Optional<String>> before(LaunchingPod pod) {
    if (config.publicIp().isPresent()) {
      return Future.succeededFuture(config.publicIp());
    }
    return config.containers().kubernetes().hostNetwork()
        ? pod.until(status -> status.podIp().isPresent() && status.machine().isPresent())
            .compose(this::ofMachine)
        // Its own, which it has only when it runs.
        : Future.succeededFuture(Optional.empty());
  }

  /**
   * The address in the end.
   *
   * @param worked out by {@link #before}
   * @param pod that runs
   */
  Future<String> known(Optional<String> worked, PodStatus pod) {
    String own = pod.podIp().orElseThrow();
    return worked.isPresent() || reached(own)
        ? Future.succeededFuture(worked.orElse(own))
        : Future.failedFuture(
            new IllegalStateException(
                "its pod has the address "
                    + own
                    + ", which is not public: set turn.publicIp, or turn.kubernetesNetwork to"
                    + " host"));
  }

  /** How it was worked out, for people. */
  String how(RelayEndpoint endpoint) {
    if (config.publicIp().map(endpoint.publicIp()::equals).orElse(false)) {
      return "turn.publicIp";
    }
    if (!endpoint.publicIp().equals(endpoint.localIp())) {
      return "the ExternalIP of its machine";
    }
    return config.containers().kubernetes().hostNetwork()
        ? "the address of its machine"
        : "the address of its pod";
  }

  private Future<Optional<String>> ofMachine(PodStatus pod) {
    String own = pod.podIp().orElseThrow();
    if (reached(own)) {
      return Future.succeededFuture(Optional.empty());
    }
    String machine = pod.machine().orElseThrow();
    String so =
        "its machine " + machine + " has the address " + own + ", which is not public, and ";
    return api.node(machine)
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalStateException(
                        so
                            + "cannot be asked for another one ("
                            + failure.getMessage()
                            + "): set turn.publicIp")))
        .compose(
            node ->
                external(node)
                    .map(ip -> Future.succeededFuture(Optional.of(ip)))
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                new IllegalStateException(
                                    so + "no ExternalIP: set turn.publicIp"))));
  }

  private static Optional<String> external(JsonObject node) {
    return node
        .getJsonObject("status", new JsonObject())
        .getJsonArray("addresses", new JsonArray())
        .stream()
        .map(JsonObject.class::cast)
        .filter(each -> "ExternalIP".equals(each.getString("type")))
        .map(each -> each.getString("address", ""))
        .filter(ip -> address(ip) instanceof Inet4Address ipv4 && PeerPolicy.isPublic(ipv4))
        .findFirst();
  }

  private boolean reached(String ip) {
    InetAddress address = address(ip);
    return address instanceof Inet4Address
        && (PeerPolicy.isPublic(address)
            || rules.allowedPeers().stream().anyMatch(range -> range.contains(address)));
  }

  private static InetAddress address(String ip) {
    return NetUtil.createInetAddressFromIpAddressString(ip);
  }
}
