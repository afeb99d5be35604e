package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is in no text that could reach a terminal or a log. */
class ConfigurationSecretsTest {

  private static final String KEY = "hunter2-0123456789abcdef-0123";
  private static final String TURN = "hunter2-turn-current,hunter2-turn-previous";
  private static final Map<String, String> ENV =
      Map.of("OTTER_API_KEY", KEY, "OTTER_TURN_SECRET", TURN, "OTTER_API_KEI", KEY);

  @TempDir Path folder;

  @Test
  void aLoadedConfigurationShowsNoSecretAndHasThemAll() {
    LoadedConfiguration loaded = ConfigurationLoader.load(Optional.empty(), ENV, false);

    assertThat(loaded.toString()).doesNotContain("hunter2");
    assertThat(loaded.warnings()).hasSize(1);
    assertThat(loaded.config().auth().apiKey()).contains(KEY);
    assertThat(loaded.config().turn().secrets())
        .containsExactly("hunter2-turn-current", "hunter2-turn-previous");
  }

  @Test
  void printConfigMasksSecrets() {
    LoadedConfiguration loaded = ConfigurationLoader.load(Optional.empty(), ENV, false);

    String text = ConfigurationPage.inEffect(loaded);

    assertThat(text)
        .contains("auth.apiKey: \"********\"  # environment OTTER_API_KEY")
        .contains("turn.secret: \"********\"  # environment OTTER_TURN_SECRET")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {apiKey: hunter2}",
        "auth: {apiKey: [hunter2, hunter2]}",
        "auth: {apiKey: {x: hunter2}}",
        "auth: hunter2",
        "auth: {apiKei: hunter2}",
        "auth: {apiKey: 'a hunter2 with many blanks in it'}",
        "turn: {secret: hunter2}",
        "turn: {secret: [hunter2, {a: hunter2}]}",
        "auth:\n  apiKey: hunter2\n  apiKey: hunter2",
        "auth:\n  apiKey: hunter2: x\n",
        "auth:\n  apiKey: \"hunter2\\q\"\n",
        "auth:\n  apiKey: hunter2\n http: @x\n",
        "auth:\n  apiKey: 'hunter2\n",
        "auth:\n  apiKey: !hunter2!x\n",
        "auth:\n  apiKey: \"\\Uhunter2xx\"\n",
        "auth:\n  apiKey: &a hunter2\nturn: {secret: *a}\n",
        "hunter2",
        "- hunter2",
      })
  void aRefusalShowsNoSecretNotEvenInItsStackTrace(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("o.yaml"), yaml);

    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> ConfigurationLoader.load(Optional.of(file), Map.of(), false));

    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("o.yaml").doesNotContain("hunter2");
  }
}
