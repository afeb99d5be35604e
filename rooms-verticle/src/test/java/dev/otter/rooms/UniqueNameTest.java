package dev.otter.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "stand-up",
        "Team Otter & friends",
        "réunion",
        "встреча",
        "会議",
        "اجتماع",
        "😀",
        "RM_1",
        "rm",
        "...",
        "a.b",
        "a_rm_"
      })
  void printableTextIsKeptAsItIs(String name) {
    assertThat(UniqueName.check(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "e\u0301te\u0301,\u00e9t\u00e9",
        "\u1112\u1161\u11ab,\ud55c",
        " stand-up ,stand-up",
        "\tstand up\u3000,stand up"
      })
  void twoSpellingsOfOneNameAreOneName(String written, String name) {
    assertThat(UniqueName.check(written)).isEqualTo(name);
    assertThat(UniqueName.normal(written)).isEqualTo(name);
    assertThat(UniqueName.check(name)).isEqualTo(name);
  }

  @Test
  void aNameMayHave128Characters() {
    String longest = "x".repeat(128);

    assertThat(UniqueName.check(longest)).isEqualTo(longest);
    assertThat(UniqueName.check(' ' + longest + ' ')).isEqualTo(longest);
    assertThat(UniqueName.check("e\u0301".repeat(128))).isEqualTo("\u00e9".repeat(128));
    assertThat(UniqueName.check("😀".repeat(128))).hasSize(256);
    assertThat(refusal("\u2800\u00a0\u2800"))
        .hasMessage("uniqueName must have a character that can be seen");
    assertThat(refusal(longest + "x"))
        .hasMessage("uniqueName must have 1 to 128 characters, got 129");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n", "\u2003\u3000"})
  void nothingIsNoName(String name) {
    assertThat(refusal(name)).hasMessage("uniqueName must have 1 to 128 characters, got 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a\\b",
        "a?b",
        "a#b",
        "a%b",
        "%2e%2e",
        "../etc/passwd",
        "a\u0000b",
        "a\nb",
        "a\tb",
        "a\u001bb",
        "a\u007fb",
        "a\u0085b",
        "a\u00adb",
        "a\u200bb",
        "a\u200db",
        "a\u202eb",
        "a\u2066b",
        "\ufeffa",
        "a\ue000b",
        "a\uffffb",
        "a\u2028b",
        "a\u2029b",
        "a\ud800b",
        "\udc00"
      })
  void controlAndFormatCharactersAndWhatSplitsALinkAreRefused(String name) {
    assertThat(refusal(name))
        .hasMessage("uniqueName must not hold control characters or any of / \\ ? # %");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm_", "rm_1", " rm_1", "rm_ room"})
  void whatLooksLikeARoomIdIsRefused(String name) {
    assertThat(refusal(name)).hasMessage("uniqueName must not start with rm_, as room ids do");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", " .. "})
  void whatAPathMeansToBeAnotherPlaceIsRefused(String name) {
    assertThat(refusal(name)).hasMessage("uniqueName must not be . or ..");
  }

  private static RefusedException refusal(String name) {
    RefusedException refusal =
        catchThrowableOfType(RefusedException.class, () -> UniqueName.check(name));
    assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_INVALID);
    return refusal;
  }
}
