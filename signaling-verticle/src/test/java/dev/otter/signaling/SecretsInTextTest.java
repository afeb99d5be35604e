package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that holds a payload may stand in a log line or an error's text. */
class SecretsInTextTest {

  private static final String SDP = "v=0 a=ice-pwd:hunter2";

  static Stream<Record> recordsWithPayloads() {
    return Stream.of(
        new Envelope("bob", true, Buffer.buffer(SDP)),
        EnvelopeReader.read(
            ("{\"destination\":\"bob\",\"payload\":\"" + SDP + "\"}")
                .getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("recordsWithPayloads")
  void theTextOfARecordHoldsItsNameAndNoPayload(Record record) {
    assertThat(record).hasToString("Envelope[destination=bob]");
  }
}
