package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void theTextOfAResumeHoldsNoSecret() {
    String id = "Qd81LsPe0n.aGVsbG8td29ybGQtMTIzNA";
    V1ClientMessage resume =
        V1MessageReader.read(
            ("{\"type\":\"resume\",\"attempt\":2,\"connectionId\":\""
                    + id
                    + "\",\"secret\":\"hunter2\",\"nextSecret\":\"hunter2hunter2hunter2hunter2\"}")
                .getBytes(StandardCharsets.UTF_8));
    V1ClientMessage toPeer =
        V1MessageReader.read(
            "{\"seq\":1,\"payload\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(resume.toString()).contains(id).doesNotContain("hunter2");
    assertThat(toPeer.toString()).doesNotContain("hunter2");
    assertThat(new ResumeSecret("hunter2").toString()).doesNotContain("hunter2");
    assertThat(new ResumeSecret("hunter2").hash()).hasSize(43);
  }
}
