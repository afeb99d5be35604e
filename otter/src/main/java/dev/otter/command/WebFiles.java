package dev.otter.command;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of the web app that the class path holds, out of the jar or a directory. Blocking. */
final class WebFiles {

  private static final String ROOT = "web";

  /** One that is there for sure; other modules may have a directory of the root's name. */
  private static final String KNOWN = ROOT + "/page/call.html";

  private WebFiles() {}

  /** All of them, by their path below {@code web/}. */
  static Map<String, byte[]> read() throws IOException {
    try {
      URI known = WebFiles.class.getClassLoader().getResource(KNOWN).toURI();
      if (!known.getScheme().equals("jar")) {
        return read(Path.of(known).getParent().getParent());
      }
      try (FileSystem jar = FileSystems.newFileSystem(known, Map.of())) {
        return read(jar.getPath("/" + ROOT));
      }
    } catch (URISyntaxException e) {
      throw new IOException("the web app is at a strange place", e);
    }
  }

  private static Map<String, byte[]> read(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(root)) {
      paths = all.filter(Files::isRegularFile).toList();
    }
    Map<String, byte[]> files = new HashMap<>();
    for (Path path : paths) {
      files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
    }
    return files;
  }
}
