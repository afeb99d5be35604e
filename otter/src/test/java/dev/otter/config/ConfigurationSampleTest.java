package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationSampleTest {

  @TempDir Path folder;

  @Test
  void theSampleAsItIsGivesTheDefaults() {
    LoadedConfiguration defaults = ConfigurationLoader.load(Optional.empty(), Map.of(), false);

    LoadedConfiguration sample =
        ConfigurationLoader.load(Optional.of(ProjectFiles.SAMPLE), Map.of(), false);

    assertThat(sample).isEqualTo(defaults);
  }

  @Test
  void theUncommentedSampleGivesTheDefaults() throws IOException {
    Path file = Files.writeString(folder.resolve("o.yaml"), ProjectFiles.uncommentedSample());
    LoadedConfiguration defaults = ConfigurationLoader.load(Optional.empty(), Map.of(), false);

    LoadedConfiguration sample = ConfigurationLoader.load(Optional.of(file), Map.of(), false);

    assertThat(sample.config()).isEqualTo(defaults.config());
    assertThat(sample.values())
        .filteredOn(value -> !value.option().defaultValue().text().isEmpty())
        .extracting(OptionValue::origin)
        .containsOnly(Origin.FILE);
  }

  @Test
  void everyOptionIsInTheSampleWithItsVariable() throws IOException {
    String text = ProjectFiles.read(ProjectFiles.SAMPLE);
    JsonNode sample = new YAMLMapper().readTree(ProjectFiles.uncommentedSample());

    for (Option<?> option : OptionTable.ALL) {
      JsonNode node = sample.at("/" + option.path().replace('.', '/'));
      assertThat(node.isMissingNode()).as("%s is missing", option).isFalse();
      assertThat(text).contains("(" + option.environmentName() + ")");
    }
  }
}
