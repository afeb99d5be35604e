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
    assertThatThrownBy(() -> relays(2, ports, null))
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

  private static RelaysConfig relays(int count, PortRange ports, String publicIp) {
    return new RelaysConfig(
        RelayCount.fixed(count),
        Optional.empty(),
        3478,
        ports,
        Optional.ofNullable(publicIp),
        List.of(),
        RelayContainers.DEFAULT,
        Optional.empty());
  }
}
