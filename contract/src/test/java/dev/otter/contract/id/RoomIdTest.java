package dev.otter.contract.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otter.contract.bus.WireJson;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomIdTest {

  private static final String LONGEST =
      "rm_0123456789012345678901234567890123456789012345678901234567890123";

  @ParameterizedTest
  @ValueSource(strings = {"rm_a", "rm_-", "rm__", "rm_AZaz09-_", LONGEST})
  void whatHasTheFormIsARoomId(String text) {
    assertThat(RoomId.isValid(text)).isTrue();
    assertThat(new RoomId(text)).hasToString(text);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "rm_",
        "rm",
        "RM_a",
        "a",
        " rm_a",
        "rm_a ",
        "rm_a\n",
        "rm_a b",
        "rm_ä",
        "rm_a.b",
        "rm_a/b",
        "rm_../a",
        "rm_a\u0000",
        "xrm_a",
        LONGEST + "4"
      })
  void anythingElseIsRefusedWithoutBeingShown(String text) {
    assertThat(RoomId.isValid(text)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RoomId(text))
        .withMessage("not a room id");
  }

  @Test
  void aNewIdHolds128RandomBits() {
    String text = RoomId.random().value();

    assertThat(text).startsWith(RoomId.PREFIX);
    assertThat(Base64.getUrlDecoder().decode(text.substring(RoomId.PREFIX.length()))).hasSize(16);
  }

  @Test
  void tenThousandNewIdsAreAllDifferent() {
    assertThat(Stream.generate(RoomId::random).limit(10_000)).doesNotHaveDuplicates();
  }

  @Test
  void itTravelsAsPlainText() {
    RoomId id = new RoomId("rm_a");

    String json = WireJson.write(id);

    assertThat(json).isEqualTo("\"rm_a\"");
    assertThat(WireJson.read(json, RoomId.class)).isEqualTo(id);
  }

  @Test
  void itIsCheckedWhenItArrives() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireJson.read("\"no-room\"", RoomId.class));
  }
}
