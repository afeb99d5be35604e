package dev.otter.turn.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The end of what a program has printed, for a log line. */
public final class LastWords {

  private static final int LONGEST = 300;

  private LastWords() {}

  /** In one line of printable ASCII, at most 300 characters of it, the last ones. */
  public static String of(Buffer output) {
    String text =
        output
            .toString(StandardCharsets.UTF_8)
            .replaceAll("[\\r\\n]+", " / ")
            .replaceAll("[^ -~]", "");
    return text.substring(Math.max(0, text.length() - LONGEST));
  }
}
