package dev.otter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.InvalidOptionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTableTest {

  @Test
  void everyOptionHasItsOwnNameVariableAndDescription() {
    assertThat(OptionTable.ALL).extracting(Option::path).doesNotHaveDuplicates();
    assertThat(OptionTable.ALL)
        .extracting(Option::environmentName)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("OTTER_[A-Z0-9_]+"));
    assertThat(OptionTable.ALL)
        .extracting(Option::description)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.endsWith("."));
  }

  @Test
  void keysAndSecretsAreMarkedAsSecret() {
    assertThat(OptionTable.ALL)
        .filteredOn(Option::secret)
        .containsExactly(StoreOptions.PASSWORD, OptionTable.AUTH_API_KEY, TurnOptions.SECRET);
  }

  @Test
  void errorCodesAreUnique() {
    assertThat(ConfigurationError.values())
        .extracting(ConfigurationError::code)
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "65536, 65536, 64KiB",
    "64KiB, 65536, 64KiB",
    "1 mib, 1048576, 1MiB",
    "1000B, 1000, 1000",
    "1GiB, 1073741824, 1024MiB"
  })
  void aSizeIsReadInBytesAndWrittenInItsLargestUnit(String text, int bytes, String written) {
    assertThat(ByteSize.parse("a.b", text)).isEqualTo(bytes);
    assertThat(ByteSize.text(bytes)).isEqualTo(written);
    assertThat(ByteSize.parse("a.b", written)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5KiB", "64KB", "64K", "KiB", "2GiB", "99999999999", "9999999999GiB"})
  void anotherFormIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse("a.b", text))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("a.b must be a size below 2GiB");
  }

  @Test
  void theNearestNameIsTheOneWithTheFewestEdits() {
    List<String> names = List.of("kitten", "http.publicUrl", "sitting");

    assertThat(NearestName.of("mitten", names)).isEqualTo("kitten");
    assertThat(NearestName.of("HTTP.public_url", names)).isEqualTo("http.publicUrl");
    assertThat(NearestName.of("publicurl", names)).isEqualTo("http.publicUrl");
    assertThat(NearestName.of("", names)).isEqualTo("kitten");
  }
}
