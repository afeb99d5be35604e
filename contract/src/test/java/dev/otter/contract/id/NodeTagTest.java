package dev.otter.contract.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otter.contract.bus.WireJson;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTagTest {

  @ParameterizedTest
  @ValueSource(strings = {"0123456789", "abcdefghij", "ABCDEFGHIJ", "aZ09aZ09aZ"})
  void tenLettersAndDigitsAreATag(String text) {
    assertThat(new NodeTag(text)).hasToString(text);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "123456789",
        "01234567890",
        "01234.6789",
        "01234_6789",
        "01234-6789",
        "01234 6789",
        "0123456789\n",
        "01234567ä9"
      })
  void anythingElseIsRefusedWithoutBeingShown(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeTag(text))
        .withMessage("not a node tag");
  }

  @Test
  void tenThousandNewTagsAreAllDifferent() {
    assertThat(Stream.generate(NodeTag::random).limit(10_000))
        .doesNotHaveDuplicates()
        .allSatisfy(tag -> assertThat(tag.value()).matches("[0-9A-Za-z]{10}"));
  }

  @Test
  void itTravelsAsPlainText() {
    NodeTag tag = NodeTag.random();

    String json = WireJson.write(tag);

    assertThat(json).isEqualTo('"' + tag.value() + '"');
    assertThat(WireJson.read(json, NodeTag.class)).isEqualTo(tag);
  }
}
