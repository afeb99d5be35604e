package dev.otter.signaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** docs/signaling-protocol.md: its marked examples and its marked tables. */
final class ProtocolPage {

  private static final String FILE = "docs/signaling-protocol.md";
  private static final Pattern JSON_BLOCK = Pattern.compile("(?m)^```json$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^<!-- example: (\\S+) -->\\n```json\\n((?s:.*?))\\n```$");

  private final String text = read();

  /** One marked JSON block. */
  record Example(String kind, String json) {}

  List<Example> examples() {
    return EXAMPLE
        .matcher(text)
        .results()
        .map(match -> new Example(match.group(1), match.group(2)))
        .toList();
  }

  /** The JSON texts of the examples of one kind; the test fails when there is none. */
  List<String> examples(String kind) {
    List<String> found =
        examples().stream().filter(each -> each.kind().equals(kind)).map(Example::json).toList();
    if (found.isEmpty()) {
      throw new AssertionError(FILE + " has no example: " + kind);
    }
    return found;
  }

  long jsonBlocks() {
    return JSON_BLOCK.matcher(text).results().count();
  }

  /** The cells of the rows of the table marked {@code <!-- table: name -->}, without its head. */
  List<List<String>> table(String name) {
    MatchResult table =
        Pattern.compile("<!-- table: " + name + " -->\\n\\n((?:\\|.*\\n)+)")
            .matcher(text)
            .results()
            .findFirst()
            .orElseThrow(() -> new AssertionError(FILE + " has no table: " + name));
    return table
        .group(1)
        .lines()
        .skip(2)
        .map(row -> Arrays.stream(row.split("\\|", -1)).skip(1).map(String::strip).toList())
        .toList();
  }

  /** The cell beside the first cell that begins with {@code what}, in any table. */
  String cellBeside(String what) {
    return Pattern.compile("(?m)^\\| " + Pattern.quote(what) + "[^|]*\\| ([^|]+) \\|")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(FILE + " has no row: " + what));
  }

  private static String read() {
    // Maven runs tests in the module, an IDE often in the project.
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(FILE))) {
      folder = folder.getParent();
    }
    try {
      return Files.readString(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
