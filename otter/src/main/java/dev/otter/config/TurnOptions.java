package dev.otter.config;

import static dev.otter.config.OptionType.ADDRESS_RANGES;
import static dev.otter.config.OptionType.COUNT;
import static dev.otter.config.OptionType.OPTIONAL_COUNT;
import static dev.otter.config.OptionType.OPTIONAL_TEXT;
import static dev.otter.config.OptionType.PORT;
import static dev.otter.config.OptionType.PORT_OR_OFF;
import static dev.otter.config.OptionType.PORT_RANGE;
import static dev.otter.config.OptionType.SECONDS;
import static dev.otter.config.OptionType.TEXT;
import static dev.otter.config.OptionType.TEXTS;
import static dev.otter.config.OptionType.TURN_DRIVER;
import static dev.otter.config.OptionType.TURN_GATEWAY;
import static dev.otter.config.OptionType.WATCH_PLACES;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.GatewayMode;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RedisDoorConfig;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.config.WatchPlace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The options of the section {@code turn}: a part of {@link OptionTable}. */
final class TurnOptions {

  static final Option<TurnDriver> DRIVER =
      Option.open(
          "turn.driver",
          "OTTER_TURN_DRIVER",
          OptionDefault.of(TurnConfig.DEFAULT_DRIVER.optionText()),
          TURN_DRIVER,
          "Where STUN and TURN servers come from: `docker` runs turn.image in containers,"
              + " `kubernetes` in pods of the cluster that the node is in, `process` the"
              + " `turnserver` of this machine; `static` hands out turn.urls, `none` none; `auto`"
              + " takes the first of docker, process and none that works here. Without TURN, calls"
              + " between strict networks fail.");

  static final Option<List<String>> URLS =
      Option.open(
          "turn.urls",
          "OTTER_TURN_URLS",
          OptionDefault.none("empty"),
          TEXTS,
          "`stun:`, `turn:` and `turns:` URLs of servers that somebody else runs. Needed with"
              + " driver `static`, refused with another one.");

  static final Option<List<WatchPlace>> WATCH_AT =
      Option.open(
          "turn.watchAt",
          "OTTER_TURN_WATCH_AT",
          OptionDefault.none("empty: where browsers find them"),
          WATCH_PLACES,
          "Where this node finds servers of turn.urls to watch them, such as"
              + " `203.0.113.7:3478=10.0.0.7:3478`: the server as turn.urls has it (3478 where that"
              + " has no port, 5349 for `turns:`), then its place. See"
              + " [turn.md](turn.md#servers-of-somebody-else).");

  static final Option<List<String>> SECRET =
      Option.secret(
          "turn.secret",
          "OTTER_TURN_SECRET",
          "made once per cluster",
          TEXTS,
          "Secret that TURN credentials are signed with, at least "
              + TurnConfig.SHORTEST_SECRET
              + " visible ASCII characters; `current,previous` while rotating. Static servers must"
              + " know the same one. Not set, it is rotated in the console: see"
              + " [turn.md](turn.md#changing-the-secret).");

  static final Option<Integer> RELAYS =
      Option.open(
          "turn.relays",
          "OTTER_TURN_RELAYS",
          OptionDefault.of(RelayCount.DEFAULT_LEAST),
          COUNT,
          "TURN servers that this node keeps running, 0 to "
              + RelayCount.MOST
              + ". One that dies or fails its self-test is replaced.");

  static final Option<Optional<Integer>> MAX_RELAYS =
      Option.open(
          "turn.maxRelays",
          "OTTER_TURN_MAX_RELAYS",
          OptionDefault.none("turn.relays: never more"),
          OPTIONAL_COUNT,
          "TURN servers that this node runs at most, when there is much to relay.");

  static final Option<Integer> ALLOCATIONS_PER_RELAY =
      Option.open(
          "turn.allocationsPerRelay",
          "OTTER_TURN_ALLOCATIONS_PER_RELAY",
          OptionDefault.of(RelayCount.DEFAULT_ALLOCATIONS),
          COUNT,
          "One TURN server is for so many allocations, 1 to "
              + RelaysConfig.PORTS_PER_RELAY
              + "; with more of them another one is launched, up to turn.maxRelays. A participant"
              + " whose connection is relayed has one for each connection.");

  static final Option<Integer> MEGABITS_PER_RELAY =
      Option.open(
          "turn.megabitsPerRelay",
          "OTTER_TURN_MEGABITS_PER_RELAY",
          OptionDefault.of(RelayCount.DEFAULT_MEGABITS),
          COUNT,
          "One TURN server is for so many Mbit/s, both ways together; with more another one is"
              + " launched, up to turn.maxRelays.");

  static final Option<Integer> SCALE_UP_SECONDS =
      Option.open(
          "turn.scaleUpSeconds",
          "OTTER_TURN_SCALE_UP_SECONDS",
          OptionDefault.of(RelayCount.DEFAULT_UP_SECONDS),
          SECONDS,
          "So long more TURN servers must be needed before they are launched.");

  static final Option<Integer> SCALE_DOWN_SECONDS =
      Option.open(
          "turn.scaleDownSeconds",
          "OTTER_TURN_SCALE_DOWN_SECONDS",
          OptionDefault.of(RelayCount.DEFAULT_DOWN_SECONDS),
          SECONDS,
          "So long fewer TURN servers must be enough before one of them is drained; one at a"
              + " time.");

  static final Option<Optional<String>> HOST =
      Option.open(
          "turn.host",
          "OTTER_TURN_HOST",
          OptionDefault.none("127.0.0.1 where http.host is loopback, else this machine's address"),
          OPTIONAL_TEXT,
          "IPv4 address of this machine that its TURN servers listen on and relay from. With a"
              + " Docker daemon on another machine: the address of that one in a private network.");

  static final Option<Integer> PORT_NUMBER =
      Option.open(
          "turn.port",
          "OTTER_TURN_PORT",
          OptionDefault.of(RelaysConfig.DEFAULT_PORT),
          PORT,
          "UDP and TCP port of the first TURN server of this machine; each further one takes the"
              + " next free port.");

  static final Option<PortRange> RELAY_PORTS =
      Option.open(
          "turn.relayPorts",
          "OTTER_TURN_RELAY_PORTS",
          OptionDefault.of(RelaysConfig.DEFAULT_RELAY_PORTS),
          PORT_RANGE,
          "UDP ports that media is relayed from, as `first-last`. Each TURN server takes "
              + RelaysConfig.PORTS_PER_RELAY
              + " of them, or "
              + RelaysConfig.PUBLISHED_PORTS_PER_RELAY
              + " with turn.dockerNetwork `own`. With turn.gateway `on` they are the gateway's, one"
              + " for each session, at least 64. Open them, and turn.port, to the internet.");

  static final Option<Optional<String>> PUBLIC_IP =
      Option.open(
          "turn.publicIp",
          "OTTER_TURN_PUBLIC_IP",
          OptionDefault.none("turn.host where that is public or loopback, else found out by DNS"),
          OPTIONAL_TEXT,
          "IPv4 address at which browsers reach the TURN servers of this node. Finding it out asks"
              + " OpenDNS and Google by DNS, who must agree.");

  static final Option<Optional<String>> PUBLIC_IPV6 =
      Option.open(
          "turn.publicIpv6",
          "OTTER_TURN_PUBLIC_IPV6",
          OptionDefault.none("found out by DNS, unless turn.publicIp is set; maybe none"),
          OPTIONAL_TEXT,
          "IPv6 address of this machine at which its TURN servers listen too. Browsers are told of"
              + " it after a test. See [turn.md](turn.md#by-ipv6).");

  static final Option<List<AddressRange>> ALLOWED_PEERS =
      Option.open(
          "turn.allowedPeers",
          "OTTER_TURN_ALLOWED_PEERS",
          OptionDefault.none("public unicast addresses only"),
          ADDRESS_RANGES,
          "Networks that a TURN server may also reach, such as `192.168.0.0/16` on an office"
              + " network. Each one lets callers send UDP into it: name no more than needed.");

  static final Option<GatewayMode> GATEWAY =
      Option.open(
          "turn.gateway",
          "OTTER_TURN_GATEWAY",
          OptionDefault.of("off"),
          TURN_GATEWAY,
          "`on` puts a UDP port of the node's own, turn.port, in front of its TURN servers: one can"
              + " then die without ending a call; with driver `static`, of those of turn.urls."
              + " `nat`: the same, for nodes behind a load balancer"
              + " that translates addresses, as a Service of Kubernetes does. See"
              + " [turn-gateway.md](turn-gateway.md).");

  static final Option<OptionalInt> REDIS_PORT =
      Option.open(
          RedisDoorConfig.PORT_OPTION,
          "OTTER_TURN_REDIS_PORT",
          OptionDefault.of("off"),
          PORT_OR_OFF,
          "TCP port on cluster.host at which this node's TURN servers keep the state of their"
              + " sessions and read turn.secret, and at which operators listen to them, in the"
              + " protocol of Redis. See [redis-door.md](redis-door.md).");

  static final Option<String> DOCKER_HOST =
      Option.open(
          "turn.dockerHost",
          "OTTER_TURN_DOCKER_HOST",
          OptionDefault.of(DockerConfig.DEFAULT_HOST),
          TEXT,
          "Docker daemon, for driver `docker`: `unix:///path` or `tcp://host:port`, then with"
              + " turn.dockerCertificates. Who may use it is root on its machine.");

  static final Option<Optional<String>> DOCKER_CERTIFICATES =
      Option.open(
          "turn.dockerCertificates",
          "OTTER_TURN_DOCKER_CERTIFICATES",
          OptionDefault.none("none"),
          OPTIONAL_TEXT,
          "Directory with `ca.pem`, `cert.pem` and `key.pem`, by which this node and a Docker"
              + " daemon at `tcp://…` know each other.");

  static final Option<String> DOCKER_NETWORK =
      Option.open(
          "turn.dockerNetwork",
          "OTTER_TURN_DOCKER_NETWORK",
          OptionDefault.of(DockerConfig.DEFAULT_NETWORK),
          TEXT,
          "`host`: TURN servers in containers are on the network of their machine. `own`: in a"
              + " network of their own, with published ports, where the ports of the machine are"
              + " out of their reach; needed with a daemon on another machine.");

  static final Option<Optional<String>> KUBERNETES_NAMESPACE =
      Option.open(
          "turn.kubernetesNamespace",
          "OTTER_TURN_KUBERNETES_NAMESPACE",
          OptionDefault.none("the node's own"),
          OPTIONAL_TEXT,
          "Namespace of the TURN servers' pods, for driver `kubernetes`.");

  static final Option<String> KUBERNETES_INSTANCE =
      Option.open(
          "turn.kubernetesInstance",
          "OTTER_TURN_KUBERNETES_INSTANCE",
          OptionDefault.of(KubernetesConfig.DEFAULT_INSTANCE),
          TEXT,
          "Label on those pods: two Otter clusters in one namespace need two.");

  static final Option<String> KUBERNETES_NETWORK =
      Option.open(
          "turn.kubernetesNetwork",
          "OTTER_TURN_KUBERNETES_NETWORK",
          OptionDefault.of(KubernetesConfig.DEFAULT_NETWORK),
          TEXT,
          "`host`: each pod is on the network of its machine, one pod on a machine; browsers reach"
              + " it there. `pod`: at an address of its own, which browsers must be able to"
              + " reach.");

  static final Option<String> IMAGE =
      Option.open(
          "turn.image",
          "OTTER_TURN_IMAGE",
          OptionDefault.of(RelayContainers.DEFAULT_IMAGE),
          TEXT,
          "Container image with CoTURN, for drivers `docker` and `kubernetes`; pin it by digest"
              + " (`name@sha256:…`). `make coturn-image` makes `otter-coturn:debian` where there is"
              + " no registry.");

  static final Option<Optional<String>> TLS_HOST =
      Option.open(
          "turn.tlsHost",
          "OTTER_TURN_TLS_HOST",
          OptionDefault.none("none: no `turns:` URLs"),
          OPTIONAL_TEXT,
          "Name by which browsers reach the TURN servers of this node over TLS, at their own port."
              + " It must lead to the public address, and the certificate must be for it. Helps"
              + " where a network lets nothing but TLS through.");

  static final Option<Optional<String>> TLS_CERTIFICATE =
      Option.open(
          "turn.tlsCertificate",
          "OTTER_TURN_TLS_CERTIFICATE",
          OptionDefault.none("none"),
          OPTIONAL_TEXT,
          "PEM file with the certificate for turn.tlsHost and those between it and its authority."
              + " Read again while the node runs: a renewed one is shown within seconds, and no"
              + " call notices.");

  static final Option<Optional<String>> TLS_KEY =
      Option.open(
          "turn.tlsKey",
          "OTTER_TURN_TLS_KEY",
          OptionDefault.none("none"),
          OPTIONAL_TEXT,
          "PEM file with the private key of turn.tlsCertificate.");

  static final List<Option<?>> ALL =
      List.of(
          DRIVER,
          URLS,
          WATCH_AT,
          SECRET,
          RELAYS,
          MAX_RELAYS,
          ALLOCATIONS_PER_RELAY,
          MEGABITS_PER_RELAY,
          SCALE_UP_SECONDS,
          SCALE_DOWN_SECONDS,
          HOST,
          PORT_NUMBER,
          RELAY_PORTS,
          PUBLIC_IP,
          PUBLIC_IPV6,
          ALLOWED_PEERS,
          GATEWAY,
          REDIS_PORT,
          DOCKER_HOST,
          DOCKER_CERTIFICATES,
          DOCKER_NETWORK,
          KUBERNETES_NAMESPACE,
          KUBERNETES_INSTANCE,
          KUBERNETES_NETWORK,
          IMAGE,
          TLS_HOST,
          TLS_CERTIFICATE,
          TLS_KEY);

  private TurnOptions() {}
}
