package dev.otter.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnConfigTest {

  private static final String SECRET = "correct-horse-battery";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stun:stun.example.com",
        "stun:192.0.2.1:3478",
        "stun:[2001:db8::1]:3478",
        "turn:turn.example.com",
        "turn:turn.example.com:3478?transport=udp",
        "turn:[::1]?transport=tcp",
        "turns:turn.example.com:443?transport=tcp"
      })
  void urlsOfRfc7064And7065AreTaken(String url) {
    assertThat(new TurnConfig(TurnDriver.STATIC, List.of(url), List.of()).urls())
        .containsExactly(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "turn.example.com",
        "http://turn.example.com",
        "turn://turn.example.com",
        "turn:",
        "turn:host:",
        "turn:host:0",
        "turn:host:99999",
        "turn:::1",
        "turn:[host]",
        "turn:user@host",
        "turn:host?transport=sctp",
        "turn:host?transport=udp&x=1",
        "stun:host?transport=udp",
        "turn:a b"
      })
  void otherUrlsAreRefused(String url) {
    assertThatThrownBy(() -> new TurnConfig(TurnDriver.STATIC, List.of(url), List.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("turn.urls must be URLs of the form stun:host[:port]");
  }

  @Test
  void theStaticDriverNeedsUrls() {
    assertThatThrownBy(() -> new TurnConfig(TurnDriver.STATIC, List.of(), List.of()))
        .hasMessage("turn.urls must be at least one URL when turn.driver is static, got nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "none"})
  void otherDriversRefuseUrls(String driver) {
    List<String> urls = List.of("turn:turn.example.com");

    assertThatThrownBy(() -> new TurnConfig(TurnDriver.parse(driver), urls, List.of()))
        .hasMessage(
            "turn.urls must be empty unless turn.driver is static, got driver "
                + driver
                + " and 1 URL(s)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes", "none"})
  void aGatewayNeedsRelaysThatItReaches(String driver) {
    assertThatThrownBy(
            () ->
                new TurnConfig(
                    TurnDriver.parse(driver), List.of(), List.of(), RelaysConfig.DEFAULT, true))
        .hasMessage(
            "turn.gateway must be off unless the node launches TURN servers on its own machine"
                + " (turn.driver auto, docker or process) or is told where they are (static), got"
                + " on and driver "
                + driver);
  }

  @Test
  void aGatewayReachesServersByDatagramsAtAnAddress() {
    assertThat(behindGateway("turn:10.0.0.7", "turn:10.0.0.8:3479?transport=udp").urls())
        .hasSize(2);
    assertThat(
            new TurnConfig(
                    TurnDriver.STATIC,
                    List.of("turn:turn.example.com"),
                    List.of(),
                    RelaysConfig.DEFAULT,
                    GatewayMode.NAT,
                    Optional.empty(),
                    List.of(WatchPlace.parse("turn.example.com:3478=10.0.0.7:3478")))
                .gateway())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stun:10.0.0.7", "turns:10.0.0.7", "turn:10.0.0.7?transport=tcp"})
  void aGatewayReachesServersByNothingElse(String url) {
    assertThatThrownBy(() -> behindGateway("turn:10.0.0.8", url))
        .hasMessage(
            "turn.urls must be turn:host:port?transport=udp each where turn.gateway is on, by"
                + " which alone they are asked, got "
                + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"turn:turn.example.com", "turn:[fd00::7]"})
  void aGatewayReachesServersNowhereElse(String url) {
    assertThatThrownBy(() -> behindGateway(url))
        .hasMessage(
            "turn.urls must be at IPv4 addresses where turn.gateway is on, or have one in"
                + " turn.watchAt, got "
                + url);
  }

  private static TurnConfig behindGateway(String... urls) {
    return new TurnConfig(TurnDriver.STATIC, List.of(urls), List.of(), RelaysConfig.DEFAULT, true);
  }

  @Test
  void aGatewayLeavesRoomForRelaysAfterItsPort() {
    RelaysConfig relays = RelaysConfig.DEFAULT;
    RelaysConfig last =
        new RelaysConfig(
            relays.count(),
            relays.host(),
            65_535,
            relays.relayPorts(),
            relays.publicIp(),
            relays.allowedPeers(),
            relays.containers(),
            relays.tls());

    assertThat(relays.behindGateway().port()).isEqualTo(RelaysConfig.DEFAULT_PORT + 1);
    assertThat(new TurnConfig(TurnDriver.PROCESS, List.of(), List.of(), last, false)).isNotNull();
    assertThatThrownBy(() -> new TurnConfig(TurnDriver.PROCESS, List.of(), List.of(), last, true))
        .hasMessage(
            "turn.port must be 1 to 65534 where turn.gateway is on, as relays take the ports after"
                + " it, got 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes", "none"})
  void aRedisDoorNeedsRelaysOfItsOwnMachine(String driver) {
    Optional<RedisDoorConfig> door = Optional.of(new RedisDoorConfig("127.0.0.1", 6380));

    assertThatThrownBy(
            () ->
                new TurnConfig(
                    TurnDriver.parse(driver),
                    List.of(),
                    List.of(),
                    RelaysConfig.DEFAULT,
                    GatewayMode.OFF,
                    door,
                    List.of()))
        .hasMessage(
            "turn.redisPort must be off unless the node launches TURN servers on its own machine"
                + " (turn.driver auto, docker or process), got driver "
                + driver);
  }

  @Test
  void aRedisDoorHasAnAddressAndAPort() {
    assertThatThrownBy(() -> new RedisDoorConfig("node-1", 6380))
        .hasMessage(
            "turn.redisPort needs an IP address as cluster.host, as TURN servers are told it, got"
                + " node-1");
    assertThatThrownBy(() -> new RedisDoorConfig("127.0.0.1", 0))
        .hasMessageContaining("turn.redisPort");
  }

  @Test
  void aGatewayIsOffOrOnOrBehindOneThatTranslates() {
    assertThat(GatewayMode.parse("on")).isEqualTo(GatewayMode.ON);
    assertThat(GatewayMode.parse("nat")).isEqualTo(GatewayMode.NAT);
    assertThat(GatewayMode.parse("off").isOn()).isFalse();
    assertThatThrownBy(() -> GatewayMode.parse("true"))
        .hasMessage("turn.gateway must be on, off or nat, got true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"podman", "STATIC"})
  void aDriverThisVersionLacksIsRefusedWithThoseItHas(String driver) {
    assertThatThrownBy(() -> TurnDriver.parse(driver))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "turn.driver must be one of the drivers of this version"
                + " (auto, docker, kubernetes, process, static, none), got "
                + driver);
  }

  @Test
  void secretsAreNotShown() {
    TurnConfig turn = new TurnConfig(TurnDriver.NONE, List.of(), List.of(SECRET, SECRET + "2"));

    assertThat(turn)
        .asString()
        .startsWith("TurnConfig[driver=NONE, urls=[], secrets=2 hidden, relays=")
        .doesNotContain(SECRET);
  }

  @Test
  void aShortSecretIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> new TurnConfig(TurnDriver.NONE, List.of(), List.of(SECRET, "hunter2")))
        .isInstanceOf(InvalidOptionException.class)
        .message()
        .startsWith("turn.secret must be")
        .endsWith("got 2 with the lengths [21, 7]")
        .doesNotContain("hunter2", SECRET);
  }

  @Test
  void aThirdSecretIsRefused() {
    List<String> three = List.of(SECRET, SECRET, SECRET);

    assertThatThrownBy(() -> new TurnConfig(TurnDriver.NONE, List.of(), three))
        .hasMessageStartingWith("turn.secret must be");
  }
}
