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
  private static final String VOUCHED = "otter.api-key-vouched";

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

  /**
   * Says whose key stands behind this request where none came with it: a console's session was
   * found good. The guard then looks for the scope alone. For the edge, before a reroute.
   */
  public static void vouch(RoutingContext context, ApiKeyClaims claims) {
    context.put(VOUCHED, claims);
  }

  @Override
  public void handle(RoutingContext context) {
    ApiKeyClaims vouched = context.get(VOUCHED);
    Future<ApiKeyClaims> known =
        vouched == null ? verified(context) : Future.succeededFuture(vouched);
    HeldRequest.until(context, known.map(this::allowed), claims -> context.put(CLAIMS, claims));
  }

  private ApiKeyClaims allowed(ApiKeyClaims claims) {
    claims.require(scope);
    return claims;
  }

  /**
   * Verifies the key of a request, whatever it may do.
   *
   * @param auth whom to ask
   * @return fails with a refusal when there is none, it is not good, or its address tries too often
   */
  public static Future<ApiKeyClaims> verified(AuthClient auth, RoutingContext context) {
    String key = presented(context);
    return ClientLimits.verify(context, key, () -> auth.verifyApiKey(key))
        .map(
            claims -> {
              ClientLimits.of(context).count(claims.keyId());
              return claims;
            });
  }

  private Future<ApiKeyClaims> verified(RoutingContext context) {
    return verified(auth, context);
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
