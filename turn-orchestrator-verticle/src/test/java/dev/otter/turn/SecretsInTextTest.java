package dev.otter.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.turn.IceServer;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.coturn.ConsoleAccess;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.PeerPolicy;
import dev.otter.turn.coturn.RedisAccess;
import dev.otter.turn.coturn.RelaySecrets;
import dev.otter.turn.gateway.GatewaySettings;
import dev.otter.turn.redis.RedisDoorSettings;
import dev.otter.turn.testing.TestRelays;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that holds a secret may stand in a log line or an error's text. */
class SecretsInTextTest {

  private static final String SECRET = "hunter2";
  private static final List<String> URLS = List.of("turn:turn.example.com");
  private static final IceServer SERVER = new IceServer(URLS, "1:guest", SECRET);

  static Stream<Record> recordsWithSecrets() {
    return Stream.of(
        SERVER,
        new IceServersResource(List.of(SERVER), 600),
        new FirstOtterCredentials("1:guest", SECRET, URLS, 600),
        new Credential("1:guest", SECRET),
        new GatewaySettings(
            InetAddress.getLoopbackAddress(),
            3478,
            RelaysConfig.DEFAULT_RELAY_PORTS,
            InetAddress.getLoopbackAddress(),
            List.of(),
            false,
            TurnSecrets.of(List.of(SECRET))),
        new CoturnSettings(
            "127.0.0.1",
            Optional.empty(),
            3478,
            RelaysConfig.DEFAULT_RELAY_PORTS,
            new PeerPolicy(List.of(), InetAddress.getLoopbackAddress()),
            RelaySecrets.listed(List.of(SECRET)),
            new ConsoleAccess(new InetSocketAddress(9), SECRET),
            false,
            Optional.empty()),
        RelaySecrets.listed(List.of(SECRET)),
        new RedisAccess(new InetSocketAddress(9), SECRET),
        new RedisDoorSettings(
            "127.0.0.1",
            9,
            token -> Optional.empty(),
            relay -> false,
            TurnSecrets.of(List.of(SECRET))),
        new ConsoleAccess(new InetSocketAddress(9), SECRET),
        new ConsoleKey(SECRET),
        TestRelays.rules(SECRET),
        new RelayCertificate("turn.example.com", "chain", SECRET, Instant.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("recordsWithSecrets")
  void theTextOfARecordHoldsItsNameAndNoSecret(Record record) {
    assertThat(record.toString())
        .startsWith(record.getClass().getSimpleName() + "[")
        .doesNotContain(SECRET);
  }
}
