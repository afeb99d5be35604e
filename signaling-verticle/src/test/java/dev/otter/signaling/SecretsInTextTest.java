package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A record that holds a payload may stand in a log line or an error's text. */
class SecretsInTextTest {

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
