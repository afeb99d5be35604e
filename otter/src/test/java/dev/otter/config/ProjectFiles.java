package dev.otter.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the project that tests compare with the code. */
final class ProjectFiles {

  static final Path SAMPLE = root().resolve("conf/otter.yaml");

  static final Path PAGE = root().resolve("docs/configuration.md");

  private ProjectFiles() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample with every option switched on: the # goes where no blank follows it. */
  static String uncommentedSample() {
    return read(SAMPLE).replaceAll("(?m)^( *)#(?=\\S)", "$1");
  }

  private static Path root() {
    // Maven runs tests in the module, an IDE often in the project.
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("conf/otter.yaml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
