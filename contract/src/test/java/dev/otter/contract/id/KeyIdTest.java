package dev.otter.contract.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otter.contract.bus.WireJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class KeyIdTest {

  @Test
  void anyTextIsAKeyId() {
    assertThat(new KeyId("bootstrap")).hasToString("bootstrap");
  }

  @ParameterizedTest
  @NullAndEmptySource
  void noTextIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyId(text))
        .withMessage("a key id must not be empty");
  }

  @Test
  void itTravelsAsPlainText() {
    KeyId id = new KeyId("bootstrap");

    String json = WireJson.write(id);

    assertThat(json).isEqualTo("\"bootstrap\"");
    assertThat(WireJson.read(json, KeyId.class)).isEqualTo(id);
  }
}
