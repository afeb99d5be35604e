package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPageTest {

  private static final String REWRITE =
      "mvn -pl contract,otter -am test -Dtest=ConfigurationPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dotter.rewrite=true";

  @TempDir Path folder;

  @Test
  void thePageHasTheTableOfTheCode() throws IOException {
    String page = ProjectFiles.read(ProjectFiles.PAGE);
    String expected = ConfigurationPage.withTable(page);

    if (Boolean.getBoolean("otter.rewrite")) {
      Files.writeString(ProjectFiles.PAGE, expected);
      return;
    }

    assertThat(page)
        .as("docs/configuration.md is out of date; run: " + REWRITE)
        .isEqualTo(expected);
  }

  @Test
  void everyOptionHasALineInTheTable() {
    String table = ConfigurationPage.table();

    assertThat(table.lines()).hasSize(2 + OptionTable.ALL.size());
    for (Option<?> option : OptionTable.ALL) {
      assertThat(table)
          .contains("| `" + option.path() + "` | `" + option.environmentName() + "` |");
    }
  }

  @Test
  void thePageNamesEveryErrorCode() {
    String page = ProjectFiles.read(ProjectFiles.PAGE);

    for (ConfigurationError error : ConfigurationError.values()) {
      assertThat(page).contains("| `" + error.code() + "` |");
    }
  }

  @Test
  void printConfigTellsValueAndOrigin() throws IOException {
    Path file = Files.writeString(folder.resolve("o.yaml"), "http: {port: 1234}");
    Map<String, String> env = Map.of("OTTER_ALLOWED_ORIGINS", "*");

    String text =
        ConfigurationPage.inEffect(ConfigurationLoader.load(Optional.of(file), env, true));

    assertThat(text.lines())
        .hasSize(1 + OptionTable.ALL.size())
        .contains(
            "# The configuration in effect, with -cluster.",
            "http.host: 0.0.0.0  # default",
            "http.port: 1234  # file",
            "http.publicUrl:  # default: http://localhost:<the port in use>",
            "http.allowedOrigins: \"*\"  # environment OTTER_ALLOWED_ORIGINS",
            "management.port: off  # default",
            "limits.outboundBytes: 1MiB  # default");
  }

  @Test
  void whatPrintConfigPrintsIsAFileWithTheSameMeaning() throws IOException {
    Map<String, String> env =
        Map.of(
            "OTTER_DATA_DIR", "/var/lib/o tter\"\\ #x: y",
            "OTTER_HTTP_HOST", "::1",
            "OTTER_CLUSTER_MEMBERS", "[::1]:5701,b:5702",
            "OTTER_TURN_DRIVER", "static",
            "OTTER_TURN_URLS", "turn:a?transport=udp, stun:b",
            "OTTER_ALLOWED_ORIGINS", "*");
    LoadedConfiguration first = ConfigurationLoader.load(Optional.empty(), env, false);

    Path file = Files.writeString(folder.resolve("o.yaml"), ConfigurationPage.inEffect(first));
    LoadedConfiguration second = ConfigurationLoader.load(Optional.of(file), Map.of(), false);

    assertThat(second.config()).isEqualTo(first.config());
  }
}
