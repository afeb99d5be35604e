package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T36: a webhook is made to lead into the server's own network. */
class WebhookTargetIT {

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "https://169.254.169.254/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::1]/",
        "https://[::]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://localhost/",
        "https://127.0.0.1:8080/",
        "https://127.1/",
        "https://2130706433/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.17.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "http://93.184.215.14/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//127.0.0.1/",
        "https://user:word@93.184.215.14/",
        "https:///nowhere",
        "https://93.184.215.14:0/",
        "https://93.184.215.14/#fragment",
        "no url at all"
      })
  void itIsRefusedWithACodeOfItsOwn(String url) {
    Answer answer = node.api().post("/v1/webhooks", "{\"url\":\"" + url + "\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("webhook-target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://93.184.215.14/hook?x=1", "https://[2606:4700::1111]:8443/"})
  void aPublicAddressWithTlsIsTaken(String url) {
    assertThat(node.api().post("/v1/webhooks", "{\"url\":\"" + url + "\"}").status())
        .isEqualTo(201);
  }
}
