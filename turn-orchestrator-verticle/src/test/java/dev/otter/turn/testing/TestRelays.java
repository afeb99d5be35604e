package dev.otter.turn.testing;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.process.ProcessDriver;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings for relays of a test: on ports that are free. */
public final class TestRelays {

  /** Above those that Linux gives to whoever asks for any: none is taken by chance. */
  private static final PortRange NOBODYS_PORTS = new PortRange(61_000, 65_535);

  private TestRelays() {}

  /** Settings for so many relays. */
  public static RelaysConfig config(int count) {
    return config(count, RelaysConfig.DEFAULT_RELAY_PORTS);
  }

  /** Settings for so many relays, with their ports to relay from. */
  public static RelaysConfig config(int count, PortRange relayPorts) {
    return docker(count, relayPorts, DockerConfig.DEFAULT_HOST, RelayContainers.DEFAULT_IMAGE);
  }

  /** Settings for relays in containers. */
  public static RelaysConfig docker(int count, PortRange relayPorts, String host, String image) {
    return docker(RelayCount.fixed(count), relayPorts, host, image);
  }

  /** Settings for relays in containers of another daemon; their ports can all be published. */
  public static RelaysConfig docker(int count, DockerConfig docker, String image) {
    return relays(RelayCount.fixed(count), NOBODYS_PORTS, containers(docker, image));
  }

  /** Settings for relays whose number follows what they carry. */
  public static RelaysConfig config(RelayCount count) {
    return docker(
        count,
        RelaysConfig.DEFAULT_RELAY_PORTS,
        DockerConfig.DEFAULT_HOST,
        RelayContainers.DEFAULT_IMAGE);
  }

  /**
   * A driver on loopback that runs Debian's turnserver.
   *
   * @param dataDir where it keeps what it knows of its relays
   * @param ports where ports are taken; one directory for all that share the machine's
   */
  public static ProcessDriver processDriver(
      OnContext on, RelaysConfig config, Path dataDir, Path ports, RelayRules rules) {
    return on.call(
        () ->
            Future.succeededFuture(
                new ProcessDriver(
                    on.vertx(),
                    Path.of("/usr/bin/turnserver"),
                    dataDir,
                    new PortSlots(ports),
                    config,
                    InetAddress.getLoopbackAddress(),
                    rules)));
  }

  private static RelaysConfig docker(
      RelayCount count, PortRange relayPorts, String host, String image) {
    return relays(count, relayPorts, containers(docker(host), image));
  }

  /** A daemon at a socket, with relays on the machine's network. */
  public static DockerConfig docker(String host) {
    return new DockerConfig(host, Optional.empty(), DockerConfig.HOST);
  }

  private static RelayContainers containers(DockerConfig docker, String image) {
    return new RelayContainers(image, docker, KubernetesConfig.DEFAULT);
  }

  private static RelaysConfig relays(
      RelayCount count, PortRange relayPorts, RelayContainers containers) {
    return new RelaysConfig(
        count,
        Optional.empty(),
        FreePorts.next(),
        relayPorts,
        Optional.empty(),
        List.of(),
        containers,
        Optional.empty());
  }

  /** What the consoles' passwords are made of in tests. */
  public static final ConsoleKey CONSOLE_KEY = new ConsoleKey("the-console-key-of-this-test");

  /** What relays are told that know these secrets and open no networks. */
  public static RelayRules rules(String... secrets) {
    return rules(RelayCertificates.none(), secrets);
  }

  /** The same, with certificates. */
  public static RelayRules rules(RelayCertificates certificates, String... secrets) {
    return new RelayRules(
        List.of(), TurnSecrets.of(List.of(secrets)), CONSOLE_KEY, certificates, false);
  }

  /** The same, for relays behind a gateway. */
  public static RelayRules rulesBehindGateway(String... secrets) {
    return new RelayRules(
        List.of(), TurnSecrets.of(List.of(secrets)), CONSOLE_KEY, RelayCertificates.none(), true);
  }
}
