package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {prot: 1}     | http.prot is no option, the nearest one is http.port",
        "http.public-ur: x   | http.public-ur is no option, the nearest one is http.publicUrl",
        "port: 8080          | port is no option, the nearest one is http.port",
        "htpp: {port: 8080}  | htpp is no option, the nearest one is http",
        "datadir: x          | datadir is no option, the nearest one is dataDir",
        "http: {tls: {a: 1}} | http.tls is no option, the nearest one is http",
        "turn: {url: [1]}    | turn.url is no option, the nearest one is turn.urls",
      })
  void anUnknownKeyIsRefusedWithItsLineAndTheNearestName(String yaml, String text)
      throws IOException {
    ConfigurationException refusal = refusalOf("# a comment\n" + yaml);

    assertThat(refusal.code()).isEqualTo("unknown-option");
    assertThat(refusal)
        .hasMessage("unknown-option: " + text + " (" + folder.resolve("o.yaml") + ", line 2)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: [",
        "http: @x",
        "a: b: c",
        "\tx: 1",
        "just a word",
        "- a list",
        "http:\n  port: 1\n  port: 2",
        "http: {port: 1}\nhttp: {host: '::1'}",
        "http: {port: 1}\nhttp.port: 2",
        "a: &a [x]\nb: *a",
        "turn: {urls: &u [x], secret: *u}",
        "turn: {urls: [*u]}",
        "http: {port: 1}\n---\nhttp: {port: 2}",
        "? [a, b] : c",
        "http: \u0001",
      })
  void aFileThatIsNotOneMappingInYamlIsRefused(String yaml) throws IOException {
    ConfigurationException refusal = refusalOf(yaml);

    assertThat(refusal.problems())
        .extracting(ConfigurationProblem::error)
        .contains(ConfigurationError.INVALID_FILE);
  }

  @Test
  void malformedYamlIsRefusedWithItsLine() throws IOException {
    ConfigurationException refusal = refusalOf("http:\n  port: 1\n  host: @x\n");

    assertThat(refusal).message().startsWith("invalid-file: ").contains("o.yaml: line 3: ");
  }

  @Test
  void aRefusalOfMalformedYamlIsOneLine() throws IOException {
    ConfigurationException refusal = refusalOf("http: {allowedOrigins: *\n}");

    assertThat(refusal.getMessage().lines()).hasSize(1);
  }

  @Test
  void aLoneStarIsRefusedWithTheAdviceToQuoteIt() throws IOException {
    ConfigurationException refusal = refusalOf("http:\n  allowedOrigins: *\n");

    assertThat(refusal).hasMessageContaining("line 2").hasMessageContaining("in quotes: \"*\"");
  }

  @Test
  void aKeySetTwiceIsRefusedWithBothLines() throws IOException {
    ConfigurationException refusal = refusalOf("http:\n  port: 1\n  port: 2\n");

    assertThat(refusal)
        .hasMessageContaining("http.port must be set once, got it on line 2 and again")
        .hasMessageContaining("line 3)");
  }

  @Test
  void aBombOfAliasesIsRefusedWithoutUnfoldingIt() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    ConfigurationException refusal = refusalOf(bomb + "http: {port: 1}\nb: *a59");

    assertThat(refusal.problems())
        .last()
        .asString()
        .endsWith("line 62: YAML aliases (*name) are not supported");
    assertThat(refusal.getMessage().lines()).hasSize(21).last().isEqualTo("and 41 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void deepNestingIsRefused(String opening) throws IOException {
    assertThat(refusalOf("x: " + opening.repeat(50_000)).problems()).isNotEmpty();
  }

  @Test
  void aFileThatIsTooLargeOrNotUtf8OrAFolderIsRefused() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xfc});

    assertThat(refusalOf("#".repeat(262_145))).hasMessageContaining("262144 bytes at most");
    assertThat(refusalOf(latin)).hasMessageEndingWith("is not UTF-8");
    assertThat(refusalOf(folder).code()).isEqualTo("invalid-file");
  }

  @Test
  void aFileThatIsNotThereHasItsOwnCode() {
    ConfigurationException refusal = refusalOf(folder.resolve("none.yaml"));

    assertThat(refusal.code()).isEqualTo("file-not-found");
    assertThat(refusal).hasMessageContaining("none.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {port: [1]}",
        "http: {port: {a: 1}}",
        "http: 1",
        "turn: [x]",
        "turn: {urls: [[x]]}",
        "turn: {urls: {a: b}}",
        "dataDir: !!binary aGVsbG8="
      })
  void aValueOfTheWrongShapeIsAnInvalidOption(String yaml) throws IOException {
    ConfigurationException refusal = refusalOf(yaml);

    assertThat(refusal.code()).isEqualTo("invalid-option");
    assertThat(refusal).hasMessageContaining(", line 1)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "---",
        "~",
        "http:",
        "http:\n  port:\n",
        "turn: {urls: []}",
        "http: {host: ''}",
        "\uFEFFhttp:"
      })
  void anEmptyFileSectionOrValueSetsNothing(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("o.yaml"), yaml);

    LoadedConfiguration loaded = ConfigurationLoader.load(Optional.of(file), Map.of(), false);

    assertThat(loaded).isEqualTo(ConfigurationLoader.load(Optional.empty(), Map.of(), false));
  }

  private ConfigurationException refusalOf(String yaml) throws IOException {
    return refusalOf(Files.writeString(folder.resolve("o.yaml"), yaml));
  }

  private static ConfigurationException refusalOf(Path file) {
    return catchThrowableOfType(
        ConfigurationException.class,
        () -> ConfigurationLoader.load(Optional.of(file), Map.of(), false));
  }
}
