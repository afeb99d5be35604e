package dev.otter.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;

/**
 * The cookie that holds a session's secret: no script reads it, no other site's page sends it, and
 * where pages come by TLS no other host of the domain can set it ({@code __Host-}).
 */
final class ConsoleCookie {

  private static final String NAME = "otter-console";

  private final boolean secure;

  /**
   * Makes the rule.
   *
   * @param publicUrl what browsers see: with {@code https} the cookie is secure
   */
  ConsoleCookie(URI publicUrl) {
    this.secure = "https".equals(publicUrl.getScheme());
  }

  private String name() {
    return secure ? "__Host-" + NAME : NAME;
  }

  /** What a request came with; null for none. */
  String read(RoutingContext context) {
    Cookie cookie = context.request().getCookie(name());
    return cookie == null ? null : cookie.getValue();
  }

  /** Gives the browser a secret. */
  void write(RoutingContext context, String secret) {
    context
        .response()
        .addCookie(cookie(secret).setMaxAge(ConsoleSessions.LIFE.toSeconds()));
  }

  /** Takes it from the browser. */
  void clear(RoutingContext context) {
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
}
