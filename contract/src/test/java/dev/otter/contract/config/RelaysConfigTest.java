package dev.otter.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelaysConfigTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.0.0/16, 192.168.0.0-192.168.255.255",
    "127.0.0.0/8, 127.0.0.0-127.255.255.255",
    "10.0.0.7, 10.0.0.7-10.0.0.7",
    "0.0.0.0/0, 0.0.0.0-255.255.255.255",
    "fd00::/8, fd00:0:0:0:0:0:0:0-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void aNetworkIsARange(String text, String range) {
    assertThat(AddressRange.parse("turn.allowedPeers", text)).hasToString(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "example.com",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/x",
        "fd00::/129"
      })
  void somethingElseIsNone(String text) {
    assertThatThrownBy(() -> AddressRange.parse("turn.allowedPeers", text))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("turn.allowedPeers must be IP addresses or networks such as");
  }

  @Test
  void aRangeHoldsBothItsEndsAndNoOtherFamily() {
    AddressRange range = AddressRange.parse("turn.allowedPeers", "192.168.0.0/16");

    assertThat(range.contains(NetUtil.createInetAddressFromIpAddressString("192.168.0.0")))
        .isTrue();
    assertThat(range.contains(NetUtil.createInetAddressFromIpAddressString("192.168.255.255")))
        .isTrue();
    assertThat(range.contains(NetUtil.createInetAddressFromIpAddressString("192.167.255.255")))
        .isFalse();
    assertThat(range.contains(NetUtil.createInetAddressFromIpAddressString("192.169.0.0")))
        .isFalse();
    assertThat(range.contains(NetUtil.createInetAddressFromIpAddressString("::1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "50000", "50000-49999", "80-60000", "50000-70000", "a-b"})
  void otherTextsAreNoPorts(String text) {
    assertThatThrownBy(() -> PortRange.parse("turn.relayPorts", text))
        .hasMessageStartingWith("turn.relayPorts must be two ports from 1024 to 65535");
  }

  @Test
  void eachRelayNeedsPortsOfItsOwn() {
    PortRange ports = PortRange.parse("turn.relayPorts", "50000-51000");

    assertThat(relays(1, ports, null).count().most()).isEqualTo(1);
    relays(1, ports, null).requirePorts(false);
    RelaysConfig two = relays(2, ports, null);
    assertThatThrownBy(() -> two.requirePorts(false))
        .hasMessage(
            "turn.relayPorts must be 512 ports for each of the 2 relays, got 50000-51000 (1001"
                + " ports)");
    assertThatThrownBy(() -> relays(17, RelaysConfig.DEFAULT_RELAY_PORTS, null))
        .hasMessage("turn.relays must be between 0 and 16, got 17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "example.com", "1.2.3"})
  void thePublicAddressIsOneOfIpv4(String address) {
    assertThatThrownBy(() -> relays(1, RelaysConfig.DEFAULT_RELAY_PORTS, address))
        .hasMessage("turn.publicIp must be an IPv4 address, got " + address);
  }

  @ParameterizedTest
  @CsvSource({
    "2606:4700:0:0:0:0:0:1111, 2606:4700::1111",
    "2A01:04F8::07, 2a01:4f8::7",
    "fd00::2, fd00::2",
    "::1, ::1"
  })
  void theIpv6AddressIsKeptInOneForm(String text, String kept) {
    assertThat(relaysAt(text).publicIpv6()).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "example.com",
        "::",
        "::ffff:8.8.8.8",
        "::ffff:808:808",
        "fe80::1",
        "fe80::1%eth0",
        "[2606:4700::1111]",
        "ff02::1",
        "2606:4700::1111/64"
      })
  void theIpv6AddressIsOneThatAMachineCanHave(String address) {
    assertThatThrownBy(() -> relaysAt(address))
        .hasMessage("turn.publicIpv6 must be an IPv6 address of this machine, got " + address);
  }

  @Test
  void theBoundsOfTheNumberOfRelaysFitEachOther() {
    Duration delay = Duration.ofSeconds(10);

    assertThat(RelayCount.fixed(3).most()).isEqualTo(3);
    assertThatThrownBy(() -> new RelayCount(3, 2, 200, 500, delay, delay))
        .hasMessage("turn.maxRelays must be between turn.relays (3) and 16, got 2");
    assertThatThrownBy(() -> new RelayCount(1, 17, 200, 500, delay, delay))
        .hasMessage("turn.maxRelays must be between turn.relays (1) and 16, got 17");
    assertThatThrownBy(() -> new RelayCount(1, 2, 513, 500, delay, delay))
        .hasMessage("turn.allocationsPerRelay must be between 1 and 512, got 513");
    assertThatThrownBy(() -> new RelayCount(1, 2, 200, 0, delay, delay))
        .hasMessage("turn.megabitsPerRelay must be at least 1, got 0");
  }

  @Test
  void theThreeOptionsOfTlsBelongTogether() {
    assertThat(RelayTls.of(Optional.empty(), Optional.empty(), Optional.empty())).isEmpty();
    assertThatThrownBy(
            () -> RelayTls.of(Optional.of("turn.example.com"), Optional.empty(), Optional.empty()))
        .hasMessageStartingWith("turn.tlsCertificate must be set where another one of");
    assertThatThrownBy(
            () -> RelayTls.of(Optional.of("not a name"), Optional.of("/c"), Optional.of("/k")))
        .hasMessageStartingWith("turn.tlsHost must be");
  }

  @Test
  void aDaemonByTcpNeedsCertificatesAndOneByASocketHasNone() {
    DockerConfig tcp = docker("tcp://docker.example.com:2376", Optional.of("/c"));

    assertThat(tcp.tcp()).contains(new HostAndPort("docker.example.com", 2376));
    assertThat(tcp.socket()).isEmpty();
    assertThat(DockerConfig.DEFAULT.socket()).contains("/var/run/docker.sock");
    assertThatThrownBy(() -> docker("tcp://docker.example.com:2376", Optional.empty()))
        .hasMessageStartingWith("turn.dockerCertificates must be set where turn.dockerHost is tcp");
    assertThatThrownBy(() -> docker("unix:///run/d.sock", Optional.of("/c")))
        .hasMessageStartingWith("turn.dockerCertificates must be empty where");
    assertThatThrownBy(() -> docker("tcp://docker.example.com", Optional.of("/c")))
        .hasMessageStartingWith("turn.dockerHost must be host:port");
  }

  @Test
  void behindAGatewayThePortsAreTheGateways() {
    RelaysConfig few = relays(2, PortRange.parse("turn.relayPorts", "61000-61063"), null);
    RelaysConfig tooFew = relays(2, PortRange.parse("turn.relayPorts", "61000-61062"), null);

    assertThat(few.behindGateway().relayPorts()).isEqualTo(RelaysConfig.DEFAULT_RELAY_PORTS);
    assertThat(new TurnConfig(TurnDriver.PROCESS, List.of(), List.of(), few, true).relays())
        .isEqualTo(few);
    assertThatThrownBy(() -> new TurnConfig(TurnDriver.PROCESS, List.of(), List.of(), tooFew, true))
        .hasMessage(
            "turn.relayPorts must be 64 ports where turn.gateway is on, got 61000-61062 (63"
                + " ports)");
    assertThatThrownBy(() -> new TurnConfig(TurnDriver.PROCESS, List.of(), List.of(), few, false))
        .hasMessageStartingWith("turn.relayPorts must be 512 ports for each of the 2 relays");
  }

  @Test
  void aRelayInANetworkOfItsOwnHasFewerPorts() {
    PortRange ports = PortRange.parse("turn.relayPorts", "50000-50127");
    DockerConfig own =
        new DockerConfig(DockerConfig.DEFAULT_HOST, Optional.empty(), DockerConfig.OWN);

    RelaysConfig two = relays(2, ports, own, null, null);
    assertThat(two.portsPerRelay()).isEqualTo(64);
    assertThat(two.count().allocations()).isEqualTo(200);
    assertThat(two.scaledCount().allocations()).isEqualTo(48);
    assertThat(relays(1, RelaysConfig.DEFAULT_RELAY_PORTS, null).scaledCount().allocations())
        .isEqualTo(200);
    RelaysConfig three = relays(3, ports, own, null, null);
    assertThatThrownBy(() -> three.requirePorts(false))
        .hasMessageStartingWith("turn.relayPorts must be 64 ports for each of the 3 relays");
    assertThatThrownBy(
            () -> new DockerConfig(DockerConfig.DEFAULT_HOST, Optional.empty(), "bridge"))
        .hasMessage("turn.dockerNetwork must be host or own, got bridge");
  }

  @Test
  void inANetworkOfItsOwnThereIsNoGatewayAndNoRedisDoor() {
    DockerConfig own =
        new DockerConfig(DockerConfig.DEFAULT_HOST, Optional.empty(), DockerConfig.OWN);
    RelaysConfig relays = relays(1, RelaysConfig.DEFAULT_RELAY_PORTS, own, null, null);

    assertThatThrownBy(() -> new TurnConfig(TurnDriver.DOCKER, List.of(), List.of(), relays, true))
        .hasMessageStartingWith("turn.dockerNetwork must be host with turn.gateway");
    assertThatThrownBy(
            () ->
                new TurnConfig(
                    TurnDriver.AUTO,
                    List.of(),
                    List.of(),
                    relays,
                    GatewayMode.OFF,
                    Optional.of(new RedisDoorConfig("127.0.0.1", 6380)),
                    List.of()))
        .hasMessageStartingWith("turn.dockerNetwork must be host with turn.redisPort");
    // Another driver does not ask for it.
    new TurnConfig(TurnDriver.PROCESS, List.of(), List.of(), relays, true);
  }

  @Test
  void aDaemonOnAnotherMachineNeedsWhatCannotBeKnownFromHere() {
    String at = "tcp://10.0.0.7:2376";
    String where = " where turn.dockerHost is another machine (" + at + ")";
    DockerConfig own = new DockerConfig(at, Optional.of("/c"), DockerConfig.OWN);

    assertThat(own.isRemote()).isTrue();
    assertThat(docker("tcp://localhost:2376", Optional.of("/c")).isRemote()).isFalse();
    assertThat(docker("tcp://127.0.0.1:2376", Optional.of("/c")).isRemote()).isFalse();
    assertThat(turn(own, "10.0.0.7", "93.184.215.14").relays().host()).contains("10.0.0.7");
    assertThatThrownBy(() -> turn(docker(at, Optional.of("/c")), "10.0.0.7", "93.184.215.14"))
        .hasMessage("turn.dockerNetwork must be own" + where + ", got host");
    for (String host : new String[] {null, "93.184.215.14", "127.0.0.1", "0.0.0.0"}) {
      assertThatThrownBy(() -> turn(own, host, "93.184.215.14"))
          .hasMessageStartingWith(
              "turn.host must be the address of that machine in a private network that this node"
                  + " shares with it"
                  + where);
    }
    assertThatThrownBy(() -> turn(own, "10.0.0.7", null))
        .hasMessageStartingWith(
            "turn.publicIp must be set" + where + ": it cannot be found out from here");
  }

  private static TurnConfig turn(DockerConfig docker, String host, String publicIp) {
    return new TurnConfig(
        TurnDriver.DOCKER,
        List.of(),
        List.of(),
        relays(1, RelaysConfig.DEFAULT_RELAY_PORTS, docker, host, publicIp),
        false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/var/run/docker.sock", "http://docker:2375", "unix://docker.sock"})
  void otherPlacesAreNoDaemon(String host) {
    assertThatThrownBy(() -> docker(host, Optional.empty()))
        .hasMessageStartingWith("turn.dockerHost must be unix:///path or tcp://host:port");
  }

  @Test
  void thePodsOfKubernetesAreNamedAsItAllows() {
    assertThat(new KubernetesConfig(Optional.of("calls"), "otter-2", "pod").hostNetwork())
        .isFalse();
    assertThatThrownBy(() -> new KubernetesConfig(Optional.of("Calls"), "otter", "pod"))
        .hasMessageStartingWith("turn.kubernetesNamespace must be 1 to 63");
    assertThatThrownBy(() -> new KubernetesConfig(Optional.empty(), "a=b", "pod"))
        .hasMessageStartingWith("turn.kubernetesInstance must be 1 to 63");
    assertThatThrownBy(() -> new KubernetesConfig(Optional.empty(), "otter", "bridge"))
        .hasMessage("turn.kubernetesNetwork must be host or pod, got bridge");
  }

  private static DockerConfig docker(String host, Optional<String> certificates) {
    return new DockerConfig(host, certificates, DockerConfig.HOST);
  }

  private static RelaysConfig relaysAt(String publicIpv6) {
    RelaysConfig most = RelaysConfig.DEFAULT;
    return new RelaysConfig(
        most.count(),
        most.host(),
        most.port(),
        most.relayPorts(),
        most.publicIp(),
        Optional.of(publicIpv6),
        most.allowedPeers(),
        most.containers(),
        most.tls());
  }

  private static RelaysConfig relays(int count, PortRange ports, String publicIp) {
    return relays(count, ports, DockerConfig.DEFAULT, null, publicIp);
  }

  private static RelaysConfig relays(
      int count, PortRange ports, DockerConfig docker, String host, String publicIp) {
    return new RelaysConfig(
        RelayCount.fixed(count),
        Optional.ofNullable(host),
        3478,
        ports,
        Optional.ofNullable(publicIp),
        List.of(),
        new RelayContainers(RelayContainers.DEFAULT_IMAGE, docker, KubernetesConfig.DEFAULT),
        Optional.empty());
  }
}
