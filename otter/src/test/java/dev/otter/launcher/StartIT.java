package dev.otter.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees: first start, second start, mistakes. */
class StartIT {

  private static final Pattern API_KEY = Pattern.compile(" {2}API key +(otter_\\w+)\n");
  private static final Pattern JOIN_LINK = Pattern.compile(" {2}Join link +(\\S+)\n");
  private static final Map<String, String> FREE_PORT = Map.of("OTTER_HTTP_PORT", "0");

  @TempDir Path directory;

  @Test
  void theFirstStartShowsTheApiKeyOnceAndALinkAndTheKeyStaysGood() throws IOException {
    String key;
    try (ProcessNode first = ProcessNode.start(directory, FREE_PORT)) {
      URI base = first.awaitRunning();
      key = group(API_KEY, first.out());
      String link = group(JOIN_LINK, first.out());

      assertThat(link).startsWith(base + "/otter-meet/first-call?token=");
      assertThat(new HttpApi(base).get(link.substring(base.toString().length())).status())
          .isEqualTo(200);
      first.terminate();
      assertThat(first.awaitExit()).isZero();
      assertThat(complaints(first)).isEmpty();
      assertThat(first.err()).doesNotContain(key, link.substring(60));
    }
    Path secrets = directory.resolve("otter-data/secrets.json");
    assertThat(Files.readString(secrets)).doesNotContain(key.substring(key.lastIndexOf('_') + 1));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");

    try (ProcessNode second = ProcessNode.start(directory, FREE_PORT)) {
      HttpApi api = new HttpApi(second.awaitRunning());

      assertThat(second.out()).doesNotContain("API key");
      assertThat(api.send("POST", "/v1/rooms", "{}", "Authorization", "Bearer " + key).status())
          .isEqualTo(201);
    }
  }

  @Test
  void aClusteredNodeWarnsOfNothingButThatItKeepsNothing() {
    Map<String, String> environment =
        Map.of(
            "OTTER_HTTP_PORT", "0",
            "OTTER_HTTP_HOST", "127.0.0.1",
            "OTTER_CLUSTER_PORT", String.valueOf(FreePorts.next()));

    try (ProcessNode node = ProcessNode.start(directory, environment, "-cluster")) {
      URI base = node.awaitRunning();
      assertThat(new HttpApi(base).get("/readyz").status()).isEqualTo(200);
      node.terminate();
      node.awaitExit();

      assertThat(complaints(node))
          .singleElement()
          .asString()
          .contains(" WARN  NodeStore no store.url");
    }
  }

  @Test
  void theManagementPortAnswersTheProbesAndNoCallOfTheApi() {
    int port = FreePorts.next();
    Map<String, String> environment =
        Map.of("OTTER_HTTP_PORT", "0", "OTTER_MANAGEMENT_PORT", String.valueOf(port));

    try (ProcessNode node = ProcessNode.start(directory, environment)) {
      node.awaitRunning();
      HttpApi management = HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + port));

      assertThat(management.get("/readyz").status()).isEqualTo(200);
      assertThat(management.get("/healthz").status()).isEqualTo(200);
      assertThat(management.get("/v1/rooms").code()).isEqualTo("not-found");
    }
  }

  @Test
  void anUnknownOptionInTheFileIsExitCode2WithTheNearestName() throws IOException {
    Path file = Files.writeString(directory.resolve("otter.yaml"), "http:\n  prot: 8080\n");

    try (ProcessNode node = ProcessNode.start(directory, Map.of(), "--config", file.toString())) {
      assertThat(node.awaitExit()).isEqualTo(2);
      assertThat(node.err()).contains("unknown-option", "http.prot", "http.port");
      assertThat(node.out()).isEmpty();
    }
  }

  @Test
  void aBadPortIsExitCode2() {
    try (ProcessNode node = ProcessNode.start(directory, Map.of("OTTER_HTTP_PORT", "99999"))) {
      assertThat(node.awaitExit()).isEqualTo(2);
      assertThat(node.err()).contains("invalid-option", "OTTER_HTTP_PORT", "99999", "65535");
    }
  }

  @Test
  void anUnknownArgumentIsExitCode2() {
    try (ProcessNode node = ProcessNode.start(directory, Map.of(), "-clustered")) {
      assertThat(node.awaitExit()).isEqualTo(2);
      assertThat(node.err()).contains("-clustered", "Usage");
    }
  }

  @Test
  void aPortThatIsTakenIsExitCode1AndNamesTheOption() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ProcessNode node =
            ProcessNode.start(
                directory, Map.of("OTTER_HTTP_PORT", String.valueOf(taken.getLocalPort())))) {

      assertThat(node.awaitExit()).isEqualTo(1);
      assertThat(node.err()).contains("could not start", "http.port");
    }
  }

  @Test
  void aDataDirectoryThatCannotBeMadeIsExitCode1() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    Map<String, String> environment =
        Map.of("OTTER_HTTP_PORT", "0", "OTTER_DATA_DIR", file.resolve("data").toString());

    try (ProcessNode node = ProcessNode.start(directory, environment)) {
      assertThat(node.awaitExit()).isEqualTo(1);
      assertThat(node.err()).contains("could not start", file.toString());
    }
  }

  @Test
  void helpVersionAndTheConfigurationInEffectArePrinted() {
    try (ProcessNode help = ProcessNode.start(directory.resolve("1"), Map.of(), "--help");
        ProcessNode config =
            ProcessNode.start(
                directory.resolve("2"),
                Map.of("OTTER_API_KEY", TestNode.API_KEY),
                "--print-config")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.out()).contains("-cluster", "--config");
      assertThat(config.awaitExit()).isZero();
      assertThat(config.out()).contains("http.port: 8080").doesNotContain(TestNode.API_KEY);
    }
  }

  /** All but what Vert.x says of a machine that is too busy. */
  private static List<String> complaints(ProcessNode node) {
    return node.err()
        .lines()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .filter(line -> !line.contains("has been blocked for"))
        .toList();
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
