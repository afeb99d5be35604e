package dev.otter.contract.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Traces, sent by OTLP over HTTP.
 *
 * @param endpoint base of the collector's addresses; empty, the default, traces nothing
 * @param percent how many of a hundred traces are sent, 0 to 100
 */
public record TracesConfig(Optional<URI> endpoint, int percent) {

  /** All of them. */
  public static final int DEFAULT_PERCENT = 100;

  /** Nothing is traced. */
  public static final TracesConfig OFF = new TracesConfig(Optional.empty(), DEFAULT_PERCENT);

  private static final String ENDPOINT = "traces.endpoint";

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public TracesConfig {
    Objects.requireNonNull(endpoint, "endpoint");
    if (percent > DEFAULT_PERCENT) {
      throw InvalidOptionException.expected("traces.percent", "from 0 to 100", percent);
    }
  }

  /**
   * Reads the text of {@code traces.endpoint}.
   *
   * @param text a URL, or empty for none; not null
   * @throws InvalidOptionException if it is not {@code http://} or {@code https://} with a host, or
   *     has user, query or fragment; what it was is not said where it may hold a password
   */
  public static Optional<URI> parseEndpoint(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String expected = "an http:// or https:// URL without user, query and fragment";
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // The same refusal.
    }
    throw InvalidOptionException.expected(
        ENDPOINT, expected, text.indexOf('@') < 0 ? text : "one with a user");
  }
}
