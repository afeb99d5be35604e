package dev.otter.contract.http;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whose browser pages may use the API and the WebSocket. A client without an Origin header is no
 * browser page and is let through: there is no cookie or other ambient credential to abuse
 * (THREATS.md T20).
 */
public final class AllowedOrigins {

  private static final String ALL = "*";
  private static final List<String> LOOPBACK_NAMES = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> origins;

  private AllowedOrigins(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /**
   * Makes the rule.
   *
   * @param configured {@code scheme://host[:port]} each, or {@code *}; empty for the public URL's own
   *     origin. Where that is a loopback name, the other loopback names are the same machine and
   *     count as well, so that a developer may type either.
   * @param publicUrl the base of this node's links
   */
  public static AllowedOrigins of(Set<String> configured, URI publicUrl) {
    if (!configured.isEmpty()) {
      return new AllowedOrigins(configured);
    }
    Set<String> own = new HashSet<>();
    own.add(origin(publicUrl, publicUrl.getHost()));
    if (LOOPBACK_NAMES.contains(publicUrl.getHost())) {
      LOOPBACK_NAMES.forEach(name -> own.add(origin(publicUrl, name)));
    }
    return new AllowedOrigins(own);
  }

  /** Tells whether a request with this Origin header (null when it has none) is let through. */
  public boolean allows(String origin) {
    return origin == null
        || allowsAll()
        || origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Tells whether every origin is let through. */
  public boolean allowsAll() {
    return origins.contains(ALL);
  }

  /** The origins that are let through; {@code *} among them for all. */
  public List<String> list() {
    return List.copyOf(origins);
  }

  private static String origin(URI url, String host) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return (url.getScheme() + "://" + host + port).toLowerCase(Locale.ROOT);
  }
}
