package dev.otter.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One page of the project's documents: its code blocks, links and headings.
 *
 * @param file where it is
 * @param text what it says
 */
record MarkdownPage(Path file, String text) {

  private static final Set<String> NOT_OURS = Set.of("node_modules", "target", ".git");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)\\n```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  /** A fenced block; the language is empty where none is named. */
  record Block(String language, String text) {}

  static MarkdownPage of(String path) {
    return read(root().resolve(path));
  }

  /** Every page of the project. */
  static List<MarkdownPage> all() {
    List<MarkdownPage> pages = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(read(file));
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(root(), visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  /** The project's own folder. Maven runs tests in the module, an IDE often in the project. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("conf/otter.yaml"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(match -> new Block(match.group(1), match.group(2)))
        .toList();
  }

  List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  /** Where it leads within the project, as it is written. */
  List<String> relativeLinks() {
    return LINK.matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(match -> match.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  /** The anchors of its headings, as GitHub makes them. */
  Set<String> anchors() {
    return HEADING
        .matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static MarkdownPage read(Path file) {
    try {
      return new MarkdownPage(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
