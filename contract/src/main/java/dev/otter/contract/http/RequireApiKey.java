package dev.otter.contract.http;

import dev.otter.contract.auth.AuthClient;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a request on only with a good API key: {@code Authorization: Bearer <key>}, or the raw key
 * as the first Otter took it.
 */
public final class RequireApiKey implements Handler<RoutingContext> {

  private static final String BEARER = "bearer ";

  private final AuthClient auth;

  /** Makes a guard that asks {@code auth}. */
  public RequireApiKey(AuthClient auth) {
    this.auth = auth;
  }

  @Override
  public void handle(RoutingContext context) {
    HeldRequest.until(context, auth.verifyApiKey(presented(context)), claims -> {});
  }

  private static String presented(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return null;
    }
    boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return (bearer ? header.substring(BEARER.length()) : header).strip();
  }
}
