package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that holds a secret may stand in a log line or an error's text. */
class SecretsInTextTest {

  private static final String SECRET = "correct-horse-battery-staple-0123456789";
  private static final byte[] BYTES = SECRET.getBytes(StandardCharsets.UTF_8);
  private static final KeyId ID = new KeyId("k1");

  static Stream<Record> recordsWithSecrets() {
    return Stream.of(
        new ApiKey(ID, SECRET),
        HashedApiKey.of(ID, SECRET),
        new SigningKey(ID, BYTES),
        new ConfiguredApiKey(HashedApiKey.of(ID, SECRET), BYTES));
  }

  @ParameterizedTest
  @MethodSource("recordsWithSecrets")
  void theTextOfARecordHoldsItsNameAndIdAndNoSecret(Record record) {
    assertThat(record.toString())
        .startsWith(record.getClass().getSimpleName() + "[keyId=k1")
        .doesNotContain(
            SECRET,
            "[B@",
            Arrays.toString(BYTES),
            HexFormat.of().formatHex(BYTES),
            Base64.getEncoder().encodeToString(BYTES));
  }
}
