package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What holds a payload may stand in a log line or an error's text. */
class SecretsInTextTest {

  private static final String SDP = "v=0 a=ice-pwd:hunter2";

  @Test
  void theTextOfAReaderHoldsNoPayload() {
    byte[] message =
        ("{\"destination\":\"bob\",\"payload\":\"" + SDP + "\"}").getBytes(StandardCharsets.UTF_8);
    EnvelopeReader reader = EnvelopeReader.ofThisThread();

    reader.read(message, message.length);

    assertThat(reader.toString()).doesNotContain("hunter2");
  }
}
