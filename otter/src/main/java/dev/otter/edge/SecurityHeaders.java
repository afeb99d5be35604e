package dev.otter.edge;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The headers that every answer carries: scripts and styles from this server alone, nothing told to
 * other sites of where a visitor came from, as the join link holds a token. Only the call page may
 * be in a frame, and only in pages of the origins that are configured.
 */
final class SecurityHeaders implements Handler<RoutingContext> {

  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data: blob:",
          "media-src 'self' blob:",
          "connect-src 'self'",
          "font-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors ");

  private static final String NOT_FRAMED = POLICY + "'none'";

  private final String callPagePolicy;

  /**
   * Makes the rule.
   *
   * @param framing the configured origins, {@code *} for all; empty: no page may frame the call
   */
  SecurityHeaders(Set<String> framing) {
    // A policy cannot name an IPv6 address (CSP 3, host-source): such an origin cannot frame.
    String sources =
        framing.stream()
            .filter(origin -> !origin.contains("["))
            .sorted()
            .collect(Collectors.joining(" "));
    callPagePolicy = sources.isEmpty() ? NOT_FRAMED : POLICY + "'self' " + sources;
  }

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.response().headers();
    boolean callPage = context.normalizedPath().equals(WebAppRoutes.CALL_PAGE);
    headers.set("Content-Security-Policy", callPage ? callPagePolicy : NOT_FRAMED);
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)");
    context.next();
  }
}
