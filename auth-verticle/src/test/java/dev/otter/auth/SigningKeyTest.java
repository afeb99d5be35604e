package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otter.contract.id.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

  private static final KeyId ID = new KeyId("k1");

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31})
  void aKeyShorterThan256BitsIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SigningKey(ID, new byte[bytes]))
        .withMessage("a signing key needs at least 32 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void aKeyOf256BitsOrMoreIsTaken(int bytes) {
    assertThat(new SigningKey(ID, new byte[bytes]).secret()).hasSize(bytes);
  }

  @Test
  void nobodyElseCanChangeTheKey() {
    byte[] given = new byte[32];
    SigningKey key = new SigningKey(ID, given);

    given[0] = 1;
    key.secret()[1] = 1;

    assertThat(key.secret()).containsOnly(0);
  }
}
