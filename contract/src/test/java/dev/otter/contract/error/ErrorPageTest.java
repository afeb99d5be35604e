package dev.otter.contract.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/errors.md is {@link ErrorCode}, both ways. */
class ErrorPageTest {

  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]*)` \\| (\\d+) \\| (–|\\d+) \\| ([^|]+) \\| ([^|]+) \\|");

  private record Row(String code, int httpStatus, Optional<Integer> closeCode) {}

  @Test
  void everyCodeIsOnThePageWithItsStatusAndCloseCodeAndNothingElseIs() throws IOException {
    List<Row> page =
        rows().stream()
            .map(row -> new Row(row.group(1), Integer.parseInt(row.group(2)), closeCode(row)))
            .toList();

    List<Row> code =
        Arrays.stream(ErrorCode.values())
            .map(each -> new Row(each.code(), each.httpStatus(), each.closeCode()))
            .toList();
    assertThat(page).containsExactlyElementsOf(code);
  }

  @Test
  void everyCodeHasAMeaningOfItsOwn() throws IOException {
    assertThat(rows().stream().map(row -> row.group(4).strip()))
        .doesNotContain("")
        .doesNotHaveDuplicates();
  }

  private static List<MatchResult> rows() throws IOException {
    List<MatchResult> rows =
        Files.readAllLines(page()).stream()
            .filter(line -> line.startsWith("| `"))
            .map(
                line -> {
                  Matcher row = ROW.matcher(line);
                  assertThat(row.matches()).as("five cells of the right form: " + line).isTrue();
                  return row.toMatchResult();
                })
            .toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static Optional<Integer> closeCode(MatchResult row) {
    return row.group(3).equals("–")
        ? Optional.empty()
        : Optional.of(Integer.parseInt(row.group(3)));
  }

  /** Maven runs tests in the module, an IDE often in the project. */
  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/errors.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/errors.md");
  }
}
