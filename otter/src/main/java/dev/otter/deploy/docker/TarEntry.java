package dev.otter.deploy.docker;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Reads the first file of a tar file, as Docker answers with when it is asked for one file. */
final class TarEntry {

  private static final int HEADER = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;

  private TarEntry() {}

  /**
   * The text in it.
   *
   * @throws IllegalArgumentException when it is no tar file, or is cut off
   */
  static String text(Buffer tar) {
    try {
      String digits = tar.getString(SIZE_AT, SIZE_AT + SIZE_DIGITS, "US-ASCII").strip();
      int size = Integer.parseInt(digits, 8);
      return new String(tar.getBytes(HEADER, HEADER + size), StandardCharsets.UTF_8);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("not a tar file with a file in it");
    }
  }
}
