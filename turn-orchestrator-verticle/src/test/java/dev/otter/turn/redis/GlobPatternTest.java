package dev.otter.turn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "'', '', true",
    "'', x, false",
    "turn/*/status, turn/a/b/status, true",
    "turn/*/status, turn/status, false",
    "t?rn, turn, true",
    "t?rn, trn, false",
    "a*b*c, aXbYbZc, true",
    "a*b*c, aXbYbZ, false",
    "\\*, *, true",
    "\\*, x, false",
    "a\\?, a?, true",
    "a**, a, true",
    "[ab], [ab], true",
    "[ab], a, false"
  })
  void aTextMatchesOrNot(String pattern, String text, boolean matches) {
    assertThat(new GlobPattern(pattern).matches(text)).isEqualTo(matches);
  }
}
