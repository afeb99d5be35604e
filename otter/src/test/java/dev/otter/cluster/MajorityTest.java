package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who serves when members are missing. A letter is a member; views are oldest first. */
class MajorityTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alone                                   | a     | a    | -    | true
          nobody missing                          | abc   | abc  | -    | true
          one of two killed, the oldest stays     | ab    | a    | b    | true
          one of two killed, the youngest stays   | ab    | b    | a    | true
          two of three killed                     | abc   | c    | ab   | true
          all but one left in order               | abcde | e    | abcd | true
          cut 2:1, the larger side                | abc   | bc   | -    | true
          cut 2:1, the smaller side               | abc   | a    | -    | false
          cut 1:1, the side of the oldest         | ab    | a    | -    | true
          cut 1:1, the other side                 | ab    | b    | -    | false
          cut 2:2, the side of the oldest         | abcd  | ad   | -    | true
          cut 2:2, the other side                 | abcd  | bc   | -    | false
          cut 1:1:1, nobody                       | abc   | a    | -    | false
          one killed, then cut 1:1, the oldest    | abc   | b    | a    | true
          one killed, then cut 1:1, the youngest  | abc   | c    | a    | false
          two killed, then cut 2:1                | abcde | cd   | ab   | true
          two killed, then cut 1:2                | abcde | e    | ab   | false
          one that was never counted has no vote  | abc   | cd   | -    | false
          everybody counted is gone               | ab    | c    | ab   | false
          """)
  void decides(String name, String view, String present, String gone, boolean serves) {
    assertThat(
            Majority.serves(letters(view), Set.copyOf(letters(present)), Set.copyOf(letters(gone))))
        .isEqualTo(serves);
  }

  /** Of two sides that both know who is dead, never both serve, whatever the cut. */
  @ParameterizedTest
  @CsvSource({"ab", "abc", "abcd", "abcde", "abcdef"})
  void ofTwoSidesAtMostOneServes(String members) {
    List<String> view = letters(members);
    int size = view.size();
    for (int dead = 0; dead < 1 << size; dead++) {
      for (int one = 0; one < 1 << size; one++) {
        if ((one & dead) != 0) {
          continue;
        }
        Set<String> gone = chosen(view, dead);
        boolean here = Majority.serves(view, chosen(view, one), gone);
        boolean there = Majority.serves(view, chosen(view, ~(one | dead)), gone);
        assertThat(here && there).as("%s of %s, dead %s", one, members, dead).isFalse();
      }
    }
  }

  private static Set<String> chosen(List<String> view, int bits) {
    return view.stream()
        .filter(member -> (bits & 1 << view.indexOf(member)) != 0)
        .collect(Collectors.toSet());
  }

  private static List<String> letters(String text) {
    return text.equals("-") ? List.of() : List.of(text.split(""));
  }
}
