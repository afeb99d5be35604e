package dev.otter.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is logged anywhere in Otter has its keys where {@link LogFields} finds them. */
class LogStatementsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\bLOG\\s*\\.(?:trace|debug|info|warn|error)\\(\\s*"
              + "((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)");
  private static final Pattern SEAM = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern FORM = Pattern.compile("[^={}]+?(?: [a-z][A-Za-z0-9]*=\\{})*");
  private static final Pattern RESERVED =
      Pattern.compile(" (?:ts|level|logger|message|error|stack|repeated)=\\{}");

  @Test
  void wordsComeFirstAndKeysLast() throws IOException {
    List<String> templates;
    try (Stream<Path> files = Files.walk(ROOT)) {
      templates =
          files.filter(LogStatementsTest::isMainSource).flatMap(LogStatementsTest::of).toList();
    }

    assertThat(templates).hasSizeGreaterThan(80);
    assertThat(templates).allMatch(each -> FORM.matcher(each).matches());
    assertThat(templates).noneMatch(each -> RESERVED.matcher(each).find());
  }

  private static boolean isMainSource(Path file) {
    return file.toString().endsWith(".java")
        && file.toString().contains("/src/main/java/")
        && !ROOT.relativize(file).startsWith("bench");
  }

  private static Stream<String> of(Path file) {
    try {
      return STATEMENT
          .matcher(Files.readString(file))
          .results()
          .map(LogStatementsTest::template)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String template(MatchResult statement) {
    String joined = SEAM.matcher(statement.group(1).strip()).replaceAll("");
    return joined.substring(1, joined.length() - 1);
  }
}
