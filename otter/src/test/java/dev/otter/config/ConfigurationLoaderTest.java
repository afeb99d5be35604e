package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.config.VerticleName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {

  @TempDir Path folder;

  @Test
  void withoutFileAndVariablesTheDefaultsOfTheDesignHold() {
    OtterConfig config = ConfigurationLoader.load(Optional.empty(), Map.of(), false).config();

    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.http().publicUrl()).isEmpty();
    assertThat(config.http().allowedOrigins()).isEmpty();
    assertThat(config.management().port()).isEmpty();
    assertThat(config.dataDir()).isEqualTo(Path.of("./otter-data"));
    assertThat(config.auth().apiKey()).isEmpty();
    assertThat(config.cluster().enabled()).isFalse();
    assertThat(config.cluster().port()).isEqualTo(5701);
    assertThat(config.turn().driver()).isEqualTo(TurnDriver.AUTO);
    assertThat(config.limits().messageBytes()).isEqualTo(65_536);
    // 50000, or 90 % of the files that this process may open: OpenFileLimitTest has the rule.
    assertThat(config.limits().connectionsPerNode()).isBetween(1, 50_000);
    assertThat(config.limits().outboundBytes()).isEqualTo(1_048_576);
    assertThat(config.verticles()).containsExactly(VerticleName.values());
  }

  @Test
  void aClusterNodeListensForOthersUnlessToldOtherwise() {
    Map<String, String> env = Map.of("OTTER_HTTP_HOST", "127.0.0.1");

    assertThat(load("", Map.of(), true).config().http().host()).isEqualTo("0.0.0.0");
    assertThat(load("", Map.of(), true).config().cluster().enabled()).isTrue();
    assertThat(load("", env, true).config().http().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void environmentBeatsFileBeatsDefault() {
    String yaml = "http: {port: 1111, host: '::1'}";
    Map<String, String> env = Map.of("OTTER_HTTP_PORT", " 2222 ", "OTTER_HTTP_HOST", " ");

    LoadedConfiguration loaded = load(yaml, env, false);

    assertThat(loaded.config().http().port()).isEqualTo(2222);
    assertThat(loaded.config().http().host()).isEqualTo("::1");
    assertThat(loaded.config().cluster().port()).isEqualTo(5701);
    assertThat(loaded.values())
        .filteredOn(value -> value.option().path().matches("http.port|http.host|cluster.port"))
        .extracting(OptionValue::origin)
        .containsExactly(Origin.FILE, Origin.ENVIRONMENT, Origin.DEFAULT);
  }

  @Test
  void aGoodValueInTheEnvironmentHidesABadOneInTheFile() {
    LoadedConfiguration loaded = load("http: {port: abc}", Map.of("OTTER_HTTP_PORT", "0"), false);

    assertThat(loaded.config().http().port()).isZero();
  }

  @Test
  void everyKindOfValueIsReadFromYamlAndFromVariables() {
    String yaml =
        """
        http: {publicUrl: 'https://Meet.example.com/', allowedOrigins: [https://a.example, "*"]}
        management.port: 0
        auth: {apiKey: 012345678901234567890123}
        cluster: {members: "a:1, [::1]:2"}
        limits: {messageBytes: 128 KiB, connectionsPerNode: 0}
        verticles: [turn-orchestrator, auth]
        """;
    Map<String, String> env =
        Map.of("OTTER_TURN_DRIVER", "static", "OTTER_TURN_URLS", "stun:a,,turn:b?transport=udp,");

    OtterConfig config = load(yaml, env, false).config();

    assertThat(config.http().publicUrl()).contains(URI.create("https://meet.example.com"));
    assertThat(config.http().allowedOrigins()).containsExactly("https://a.example", "*");
    assertThat(config.management().port()).hasValue(0);
    assertThat(config.auth().apiKey()).contains("012345678901234567890123");
    assertThat(config.cluster().members())
        .containsExactly(new HostAndPort("a", 1), new HostAndPort("::1", 2));
    assertThat(config.limits().messageBytes()).isEqualTo(131_072);
    assertThat(config.limits().connectionsPerNode()).isZero();
    assertThat(config.verticles())
        .containsExactly(VerticleName.AUTH, VerticleName.TURN_ORCHESTRATOR);
    assertThat(config.turn().urls()).containsExactly("stun:a", "turn:b?transport=udp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"99999", "-1", "abc", "8080.0", "0x10", "99999999999999", "8_080", "true"})
  void aBadPortIsRefusedWithPlaceValueAndRange(String port) {
    String text = "http.port must be between 0 and 65535, got " + port;

    ConfigurationException file = refusal("\nhttp:\n  port: " + port, Map.of());
    ConfigurationException env = refusal("", Map.of("OTTER_HTTP_PORT", port));

    assertThat(file.code()).isEqualTo("invalid-option");
    assertThat(file)
        .hasMessage("invalid-option: " + text + " (" + folder.resolve("o.yaml") + ", line 3)");
    assertThat(env)
        .hasMessage("invalid-option: " + text + " (environment variable OTTER_HTTP_PORT)");
  }

  @ParameterizedTest
  @CsvSource({
    "OTTER_HTTP_HOST, a b",
    "OTTER_PUBLIC_URL, ftp://x",
    "OTTER_ALLOWED_ORIGINS, x",
    "OTTER_MANAGEMENT_PORT, on",
    "OTTER_MANAGEMENT_HOST, ':'",
    "OTTER_API_KEY, short",
    "OTTER_CLUSTER_PORT, 0",
    "OTTER_CLUSTER_EVENT_BUS_PORT, 65536",
    "OTTER_CLUSTER_HOST, ':'",
    "OTTER_CLUSTER_MEMBERS, a",
    "OTTER_TURN_DRIVER, podman",
    "OTTER_TURN_URLS, stun:a",
    "OTTER_TURN_SECRET, short",
    "OTTER_LIMITS_MESSAGE_BYTES, 64KB",
    "OTTER_LIMITS_CONNECTIONS_PER_NODE, -1",
    "OTTER_LIMITS_OUTBOUND_BYTES, 2GiB",
    "OTTER_VERTICLES, room",
    "OTTER_VERTICLES, ','"
  })
  void aBadValueNamesItsVariable(String variable, String value) {
    ConfigurationException refusal = refusal("", Map.of(variable, value));

    assertThat(refusal.problems()).hasSize(1);
    assertThat(refusal.code()).isEqualTo("invalid-option");
    assertThat(refusal).hasMessageEndingWith("(environment variable " + variable + ")");
  }

  @Test
  void theStaticDriverWithoutUrlsIsRefused() {
    ConfigurationException refusal = refusal("turn: {driver: static}", Map.of());

    assertThat(refusal).message().contains("turn.urls must be at least one").endsWith("(not set)");
  }

  @Test
  void allProblemsAreToldAtOnceAndNoneThatOnlyFollows() {
    String yaml =
        """
        htpp: {port: 1}
        http: {host: 'a b', port: 99999, publicUrl: 'https://x'}
        turn: {driver: podman, urls: [stun:a], secret: short}
        limits: {messageBytes: 1KB}
        verticles: [room]
        """;

    ConfigurationException refusal = refusal(yaml, Map.of("OTTER_API_KEY", "short"));

    assertThat(refusal.code()).isEqualTo("unknown-option");
    assertThat(refusal.problems())
        .extracting(problem -> problem.message().split(" ")[0])
        .containsExactlyInAnyOrder(
            "htpp", "http.port", "turn.driver", "limits.messageBytes", "verticles", "auth.apiKey");
  }

  @Test
  void severalRefusalsOfOneSectionAreToldAtOnce() {
    String yaml = "http: {host: 'a b', allowedOrigins: [x]}\ncluster: {host: ':'}";

    assertThat(refusal(yaml, Map.of()).problems()).hasSize(3);
  }

  @Test
  void anUnknownVariableOfOtterIsWarnedOfOnceAndDoesNoHarm() {
    Map<String, String> env =
        Map.of(
            "OTTER_HTTP_PROT",
            "1",
            "OTTER_SERVICE_HOST",
            "10.0.0.1",
            "OTTER_EMPTY",
            "",
            "HOME",
            "/");

    LoadedConfiguration loaded = load("", env, false);

    assertThat(loaded.warnings())
        .hasSize(2)
        .first()
        .isEqualTo(
            "environment variable OTTER_HTTP_PROT is no option and is ignored, the nearest one is"
                + " OTTER_HTTP_PORT");
    assertThat(loaded.warnings().get(1)).contains("OTTER_SERVICE_HOST").doesNotContain("10.0.0.1");
  }

  private LoadedConfiguration load(String yaml, Map<String, String> env, boolean cluster) {
    try {
      Path file = Files.writeString(folder.resolve("o.yaml"), yaml);
      return ConfigurationLoader.load(Optional.of(file), env, cluster);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ConfigurationException refusal(String yaml, Map<String, String> env) {
    return catchThrowableOfType(ConfigurationException.class, () -> load(yaml, env, false));
  }
}
