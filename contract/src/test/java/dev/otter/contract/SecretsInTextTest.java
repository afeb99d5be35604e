package dev.otter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.config.AuthConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.signaling.PeerMessage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that holds a secret may stand in a log line or an error's text. */
class SecretsInTextTest {

  private static final String SECRET = "correct-horse-battery-staple";
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());

  static Stream<Record> recordsWithSecrets() {
    return Stream.of(
        new IssuedRoomToken(SECRET, Instant.EPOCH),
        new VerifyRoomToken(SECRET),
        new VerifyApiKey(SECRET),
        new PeerMessage(ALICE, RoomId.random(), ALICE, true, Buffer.buffer(SECRET)),
        new AuthConfig(Optional.of(SECRET)),
        new TurnConfig(TurnDriver.NONE, List.of(), List.of(SECRET)));
  }

  @ParameterizedTest
  @MethodSource("recordsWithSecrets")
  void theTextOfARecordHoldsItsNameAndNoSecret(Record record) {
    assertThat(record.toString())
        .startsWith(record.getClass().getSimpleName() + "[")
        .doesNotContain(SECRET, "correct");
  }
}
