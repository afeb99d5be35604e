package dev.otter.console;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.AllowedOrigins;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Which browser a request of a console comes from. The cookie holds a session's secret: no script
 * reads it, no other site's page sends it, and where pages come by TLS no other host of the domain
 * can set it ({@code __Host-}). It comes by itself, so what changes anything, and the socket, must
 * also say that a page of this server sent it. Safe for any thread.
 */
final class ConsoleDoor {

  private static final String NAME = "otter-console";

  private final boolean secure;
  private final AllowedOrigins own;

  /**
   * Makes the door.
   *
   * @param publicUrl what browsers see: with {@code https} the cookie is secure
   */
  ConsoleDoor(URI publicUrl) {
    this.secure = "https".equals(publicUrl.getScheme());
    this.own = AllowedOrigins.of(Set.of(), publicUrl);
  }

  private String name() {
    return secure ? "__Host-" + NAME : NAME;
  }

  /** What a request came with; null for none. */
  String secret(RoutingContext context) {
    Cookie cookie = context.request().getCookie(name());
    return cookie == null ? null : cookie.getValue();
  }

  /** Gives the browser a session. */
  void give(RoutingContext context, String secret) {
    context.response().addCookie(cookie(secret).setMaxAge(ConsoleSessions.LIFE.toSeconds()));
  }

  /** Takes it from the browser. */
  void take(RoutingContext context) {
    context.response().addCookie(cookie("").setMaxAge(0));
  }

  private Cookie cookie(String value) {
    // __Host- wants the path /.
    return Cookie.cookie(name(), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.STRICT);
  }

  /**
   * Refuses what no page of this server sent; the origins that the operator allows are for calls,
   * not for this.
   *
   * @throws RefusedException with {@code origin-refused}
   */
  void requireOwnPage(RoutingContext context) {
    List<String> origins = context.request().headers().getAll(HttpHeaders.ORIGIN);
    if (origins.size() != 1 || !own.allows(origins.get(0))) {
      throw new RefusedException(
          ErrorCode.ORIGIN_REFUSED,
          "only the console's own page may do this; it has to be opened under the public URL");
    }
  }
}
