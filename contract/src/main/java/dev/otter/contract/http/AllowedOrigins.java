package dev.otter.contract.http;

import dev.otter.contract.config.WebOrigin;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whose browser pages may use the API and the WebSocket. A client without an Origin header is no
 * browser page and is let through: there is no cookie or other ambient credential to abuse.
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
   * @param configured {@code scheme://host[:port]} each, or {@code *}
   * @param publicUrl the base of this node's links, whose own origin is always let through. Where
   *     it is a loopback name, the other loopback names are the same machine and count as well, so
   *     that a developer may type either.
   */
  public static AllowedOrigins of(Set<String> configured, URI publicUrl) {
    Set<String> allowed = new HashSet<>(configured);
    String own = WebOrigin.of(publicUrl);
    allowed.add(own);
    if (LOOPBACK_NAMES.contains(publicUrl.getHost())) {
      LOOPBACK_NAMES.forEach(
          name -> allowed.add(own.replace("//" + publicUrl.getHost(), "//" + name)));
    }
    return new AllowedOrigins(allowed);
  }

  /** Tells whether a request with this Origin header (null when it has none) is let through. */
  public boolean allows(String origin) {
    return origin == null || allowsAll() || origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Tells whether every origin is let through. */
  public boolean allowsAll() {
    return origins.contains(ALL);
  }

  /** The origins that are let through; {@code *} among them for all. */
  public List<String> list() {
    return List.copyOf(origins);
  }
}
