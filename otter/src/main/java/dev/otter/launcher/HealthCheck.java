package dev.otter.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the node of its container whether it lives: a container image has no curl. A program of its
 * own, with as few classes as can be, as it is started every few seconds.
 */
public final class HealthCheck {

  private static final int WAIT_MS = 4_000;
  private static final int OK = 200;

  private HealthCheck() {}

  /**
   * Ends the process with 0 when {@code /healthz} answers 200, else with 1.
   *
   * @param args not used; the port is {@code OTTER_HTTP_PORT}, else 8080
   */
  public static void main(String[] args) {
    String port = System.getenv().getOrDefault("OTTER_HTTP_PORT", "8080");
    System.exit(isHealthy("http://127.0.0.1:" + port + "/healthz") ? 0 : 1);
  }

  private static boolean isHealthy(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(WAIT_MS);
      connection.setReadTimeout(WAIT_MS);
      return connection.getResponseCode() == OK;
    } catch (IOException | IllegalArgumentException noAnswer) {
      return false;
    }
  }
}
