package dev.otter.contract.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.RoomClaims;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Lets a request on only with a good room token, as the join link carries it: {@code ?token=}. */
public final class RequireRoomToken implements Handler<RoutingContext> {

  /** The query parameter. */
  public static final String PARAMETER = "token";

  private static final String CLAIMS = "otter.room-claims";

  private final AuthClient auth;

  /** Makes a guard that asks {@code auth}. */
  public RequireRoomToken(AuthClient auth) {
    this.auth = auth;
  }

  @Override
  public void handle(RoutingContext context) {
    String token = token(context);
    HeldRequest.until(
        context,
        ClientLimits.verify(context, token, () -> auth.verifyRoomToken(token)),
        claims -> context.put(CLAIMS, claims));
  }

  /** The token that came with a request; null when none did. A secret. */
  public static String token(RoutingContext context) {
    return context.request().getParam(PARAMETER);
  }

  /** What the verified token of this request says; only behind this guard. */
  public static RoomClaims claims(RoutingContext context) {
    return context.get(CLAIMS);
  }
}
