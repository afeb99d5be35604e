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

class ConnectionIdTest {

  private static final NodeTag NODE = new NodeTag("Node567890");

  @ParameterizedTest
  @ValueSource(strings = {"Node567890.0123456789abcdefABCDEF", "0000000000.--__--__--__--__--__--"})
  void whatHasTheFormIsAConnectionId(String text) {
    assertThat(new ConnectionId(text)).hasToString(text);
    assertThat(ConnectionId.parse(text)).contains(new ConnectionId(text));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        ".",
        "*",
        "Node567890",
        "Node567890.",
        ".0123456789abcdefABCDEF",
        "Node567890.0123456789abcdefABCDE",
        "Node567890.0123456789abcdefABCDEFG",
        "Node56789.0123456789abcdefABCDEF",
        "Node5678901.0123456789abcdefABCDEF",
        "Node-67890.0123456789abcdefABCDEF",
        "Node567890:0123456789abcdefABCDEF",
        "Node567890.0123456789abcdefABCDE\"",
        "Node567890.0123456789abcdefABCDE\\",
        "Node567890.0123456789abcdefABCDEä",
        "Node567890.0123456789abcdefABCDEF\n",
        " Node567890.0123456789abcdefABCDEF"
      })
  void anythingElseIsRefusedWithoutBeingShown(String text) {
    assertThat(ConnectionId.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConnectionId(text))
        .withMessage("not a connection id");
  }

  @Test
  void aNewIdNamesItsNodeAndHolds128RandomBits() {
    ConnectionId id = ConnectionId.random(NODE);

    assertThat(id.node()).isEqualTo(NODE);
    assertThat(id.value()).startsWith("Node567890.");
    assertThat(Base64.getUrlDecoder().decode(id.value().substring(11))).hasSize(16);
  }

  @Test
  void theNodeOfAnIdThatAClientSentIsItsFirstPart() {
    ConnectionId id = ConnectionId.parse("abcdefghij.0123456789abcdefABCDEF").orElseThrow();

    assertThat(id.node()).isEqualTo(new NodeTag("abcdefghij"));
  }

  @Test
  void tenThousandNewIdsOfOneNodeAreAllDifferent() {
    assertThat(Stream.generate(() -> ConnectionId.random(NODE)).limit(10_000))
        .doesNotHaveDuplicates();
  }

  @Test
  void itTravelsAsPlainText() {
    ConnectionId id = ConnectionId.random(NODE);

    String json = WireJson.write(id);

    assertThat(json).isEqualTo('"' + id.value() + '"');
    assertThat(WireJson.read(json, ConnectionId.class)).isEqualTo(id);
  }
}
