package dev.otter.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.calls.FailureCause;
import dev.otter.edge.ApiDocument;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The causes of docs/why-calls-fail.md and of the API's document are {@link FailureCause}. */
class WhyCallsFailPageTest {

  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+?) \\| (.+) \\|");
  private static final Pattern OPTION =
      Pattern.compile("\\b(http|turn|limits|rooms)\\.[a-zA-Z]+\\b");

  @Test
  void everyCauseIsOnThePageInItsOwnWordsAndNothingElseIs() {
    List<String> page =
        MarkdownPage.of("docs/why-calls-fail.md")
            .text()
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(page)
        .containsExactlyElementsOf(
            Arrays.stream(FailureCause.values())
                .map(
                    each -> "| `%s` | %s | %s |".formatted(each.code(), each.what(), each.advice()))
                .toList());
    assertThat(page).allMatch(row -> ROW.matcher(row).matches());
  }

  @Test
  void theApisDocumentNamesTheSameCauses() {
    assertThat(ApiDocument.read().at("/components/schemas/FailureCause/enum"))
        .extracting(each -> each.asText())
        .containsExactlyElementsOf(
            Arrays.stream(FailureCause.values()).map(FailureCause::code).toList());
  }

  @Test
  void everyOptionThatAnAdviceNamesExists() {
    String options = MarkdownPage.of("docs/configuration.md").text();
    for (FailureCause each : FailureCause.values()) {
      Matcher named = OPTION.matcher(each.advice());
      while (named.find()) {
        assertThat(options).as(each.code()).contains('`' + named.group() + '`');
      }
    }
  }
}
