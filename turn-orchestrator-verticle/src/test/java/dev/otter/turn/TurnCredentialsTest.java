package dev.otter.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.TurnCredentials.Credential;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnCredentialsTest {

  private static final String SECRET = "correct-horse-battery-staple";
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private Instant now = NOW;
  private final TurnCredentials credentials = new TurnCredentials(SECRET, () -> now);

  @Test
  void theCredentialIsTheOneThatRelaysWorkOut() {
    Credential credential = credentials.issue("guest-26");

    assertThat(credential.username()).isEqualTo("1700000600:guest-26");
    // Holds both characters that URL-safe base64 would write otherwise:
    // printf %s 1700000600:guest-26 | openssl dgst -sha1 -hmac correct-horse-battery-staple -binary
    // | base64
    assertThat(credential.password()).isEqualTo("BpN6pZ1/c73/+e/ERmxsl4D6rrU=");
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 600",
    "2023-11-14T22:13:20Z, 1700000600",
    "2023-11-14T22:13:20.999Z, 1700000600",
    "2040-01-01T00:00:00Z, 2208989400"
  })
  void itEndsTenMinutesAfterItWasMade(Instant made, String expiry) {
    now = made;

    assertThat(credentials.issue("guest-26").username()).isEqualTo(expiry + ":guest-26");
  }

  @Test
  void anotherTimeParticipantOrSecretIsAnotherPassword() {
    String password = credentials.issue("guest-26").password();

    assertThat(credentials.issue("guest-26").password()).isEqualTo(password);
    assertThat(credentials.issue("guest-27").password()).isNotEqualTo(password);
    assertThat(new TurnCredentials(SECRET + "x", () -> now).issue("guest-26").password())
        .isNotEqualTo(password);
    now = NOW.plusSeconds(1);
    assertThat(credentials.issue("guest-26").password()).isNotEqualTo(password);
  }
}
