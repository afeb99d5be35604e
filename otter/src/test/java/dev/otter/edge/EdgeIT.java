package dev.otter.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public edge: pages, headers, probes, origins, and paths that are not there. */
class EdgeIT {

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
  @ValueSource(strings = {"/", "/otter-meet/rm_x?token=t", "/otter-meet/a%20b", "/v1/rooms", "/x"})
  void everyAnswerCarriesTheSecurityHeaders(String path) {
    Answer answer = node.api().get(path);

    assertThat(answer.headers().firstValue("referrer-policy")).hasValue("no-referrer");
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*", "http");
  }

  @Test
  void onlyTheCallPageMayBeFramedAndOnlyByConfiguredOrigins(@TempDir Path another) {
    String origins = "https://shop.example,http://[::1]:9000";
    try (TestNode open = TestNode.start(another, "OTTER_ALLOWED_ORIGINS", origins)) {
      assertThat(policy(open, "/otter-meet/standup?token=x"))
          .endsWith("frame-ancestors 'self' https://shop.example");
      assertThat(policy(open, "/")).endsWith("frame-ancestors 'none'");
      assertThat(policy(open, "/otter-meet/../v1/rooms")).endsWith("frame-ancestors 'none'");
    }
  }

  private static String policy(TestNode of, String path) {
    return of.api().get(path).headers().firstValue("content-security-policy").orElseThrow();
  }

  @Test
  void thePagesAreHtmlAndNeverKeptWithoutAsking() {
    for (String path : List.of("/", "/otter-meet/standup?token=x")) {
      Answer page = node.api().get(path);

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
      assertThat(page.headers().allValues("cache-control")).containsExactly("no-cache");
    }
  }

  @Test
  void whoAsksForTheHeadAloneGetsIt() {
    assertThat(node.api().send("HEAD", "/", null).status()).isEqualTo(200);
  }

  @Test
  void scriptsComeFromTheJar() {
    Answer script = node.api().get("/assets/page/call-page.js");

    assertThat(script.status()).isEqualTo(200);
    assertThat(script.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/javascript");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/assets/", "/assets/nothing.js", "/assets/%2e%2e/logback.xml"})
  void whatIsNotThereIs404InJson(String path) {
    Answer answer = node.api().get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not-found");
  }

  @Test
  void aWrongMethodIs405AndTheSocketPathWithoutUpgradeIs426() {
    assertThat(node.api().send("DELETE", "/createRoom", null).status()).isEqualTo(405);
    assertThat(node.api().get("/ws").status()).isEqualTo(426);
    assertThat(node.api().get("/ws").code()).isEqualTo("upgrade-required");
  }

  @Test
  void theProbesAnswer() {
    assertThat(node.api().get("/healthz").status()).isEqualTo(200);
    assertThat(node.api().get("/readyz").text())
        .matches(
            ("\\{\"status\":\"ready\",\"since\":\"TIME\",\"parts\":\\["
                    + "\\{\"part\":\"node\",\"ready\":true,\"since\":\"TIME\"},"
                    + "\\{\"part\":\"store\",\"ready\":true,\"since\":\"TIME\"}]}")
                .replace("TIME", "\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z"));
  }

  @Test
  void onlyAllowedOriginsMayUseTheApi() {
    String own = node.base().toString();
    String method = "Access-Control-Request-Method";

    Answer mine = node.api().send("OPTIONS", "/v1/rooms", null, "Origin", own, method, "POST");
    Answer evil =
        node.api()
            .send("OPTIONS", "/v1/rooms", null, "Origin", "https://evil.example", method, "POST");

    assertThat(mine.headers().firstValue("access-control-allow-origin")).hasValue(own);
    assertThat(evil.status()).isEqualTo(403);
    assertThat(evil.code()).isEqualTo("origin-refused");
    assertThat(evil.headers().firstValue("access-control-allow-origin")).isEmpty();
  }
}
