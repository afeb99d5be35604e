package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.KeyId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealTest {

  private static final KeyId ID = new KeyId("k1");
  private static final String KEY = "otter_k1_0123456789abcdef";
  private final Seal seal = Seal.of(TokenForge.KEY);

  @Test
  void whatWasClosedForAKeyIsOpenedForItAlone() {
    String closed = seal.closeTokenSecret(ID, KEY);

    assertThat(seal.open(ID.value(), closed)).contains(TokenSecret.of(KEY));
    assertThat(seal.open("k2", closed)).isEmpty();
    assertThat(seal.closeTokenSecret(ID, KEY)).isNotEqualTo(closed);
  }

  @Test
  void anotherClusterOrAChangedTextOpensNothing() {
    String closed = seal.closeTokenSecret(ID, KEY);
    Seal other = Seal.of(new SigningKey(ID, new byte[SigningKey.MIN_BYTES]));
    char last = closed.charAt(20);

    assertThat(other.open(ID.value(), closed)).isEmpty();
    assertThat(seal.open(ID.value(), closed.replace(last, last == 'A' ? 'B' : 'A'))).isEmpty();
    assertThat(seal.open(ID.value(), "")).isEmpty();
    assertThat(seal.open(ID.value(), "no base64!")).isEmpty();
  }

  /** Computed with Python's hmac: backends depend on it. */
  @Test
  void theRecipeNeverChanges() {
    assertThat(HexFormat.of().formatHex(TokenSecret.of(KEY)))
        .isEqualTo("4085209f98507f081fb191c6582a0150257bea5619fcf7373d417c1bfb17ef58");
  }
}
