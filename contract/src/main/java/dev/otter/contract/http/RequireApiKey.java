package dev.otter.contract.http;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a request on only with a good API key that has the scope for it: {@code Authorization:
 * Bearer <key>}, or the raw key as the first Otter took it.
 */
public final class RequireApiKey implements Handler<RoutingContext> {

  private static final String BEARER = "bearer ";
  private static final String CLAIMS = "otter.api-key-claims";

  private final AuthClient auth;
  private final Scope scope;

  /**
   * Makes a guard.
   *
   * @param auth whom it asks
   * @param scope what the key must be allowed to do
   */
  public RequireApiKey(AuthClient auth, Scope scope) {
    this.auth = auth;
    this.scope = scope;
  }

  @Override
  public void handle(RoutingContext context) {
    String key = presented(context);
    Future<ApiKeyClaims> allowed =
        ClientLimits.verify(context, key, () -> auth.verifyApiKey(key))
            .map(
                claims -> {
                  ClientLimits.of(context).count(claims.keyId());
                  claims.require(scope);
                  return claims;
                });
    HeldRequest.until(context, allowed, claims -> context.put(CLAIMS, claims));
  }

  /** What is known of the key of this request; only behind this guard. */
  public static ApiKeyClaims claims(RoutingContext context) {
    return context.get(CLAIMS);
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
