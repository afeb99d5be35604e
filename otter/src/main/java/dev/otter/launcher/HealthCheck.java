package dev.otter.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the node of its container how it is: a container image has no curl. A program of its own,
 * with as few classes as can be, as it is started every few seconds.
 */
public final class HealthCheck {

  private static final int WAIT_MS = 4_000;
  private static final int OK = 200;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private HealthCheck() {}

  /**
   * Ends the process with 0 when the node is well, else with 1.
   *
   * @param args none: whether {@code /healthz} answers 200 now, at the port of {@code
   *     OTTER_HTTP_PORT}, else 8080. Or what is waited for, each three: a URL, for how many seconds
   *     it may take until it answers 200, and a text that must be in the answer
   */
  public static void main(String[] args) {
    if (args.length == 0) {
      String port = System.getenv().getOrDefault("OTTER_HTTP_PORT", "8080");
      System.exit(answers("http://127.0.0.1:" + port + "/healthz", "") ? 0 : 1);
    }
    for (int i = 0; i + 2 < args.length; i += 3) {
      if (!comesAbout(args[i], Integer.parseInt(args[i + 1]), args[i + 2])) {
        System.exit(1);
      }
    }
    System.exit(0);
  }

  private static boolean comesAbout(String url, int seconds, String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!answers(url, text)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
    return true;
  }

  private static boolean answers(String url, String text) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(WAIT_MS);
      connection.setReadTimeout(WAIT_MS);
      if (connection.getResponseCode() != OK) {
        return false;
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains(text);
      }
    } catch (IOException | IllegalArgumentException noAnswer) {
      return false;
    }
  }
}
