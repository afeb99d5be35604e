package dev.otter.signaling;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.AllowedOrigins;
import dev.otter.contract.http.ClientAddress;
import dev.otter.contract.http.ClientLimits;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.id.ConnectionId;
import dev.otter.signaling.websocket.ClientSocket;
import dev.otter.signaling.websocket.PipelineHandOver;
import dev.otter.signaling.websocket.WebSocketHandshake;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ws?roomId=&token=}: turns a request into a {@link ClientConnection}. Origin, free
 * places and token are checked before anything is upgraded; a refusal here is an HTTP answer.
 */
final class WebSocketUpgradeHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketUpgradeHandler.class);

  private final SignalingNode node;
  private final AuthClient auth;
  private final AllowedOrigins origins;

  WebSocketUpgradeHandler(SignalingNode node, AuthClient auth, AllowedOrigins origins) {
    this.node = node;
    this.auth = auth;
    this.origins = origins;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    check(request);
    PipelineHandOver.begin(request);
    // Nothing may be read from the socket until it is known to be a WebSocket.
    request.pause();
    String token = RequireRoomToken.token(context);
    ClientLimits.verify(
            context,
            token,
            () ->
                auth.verifyRoomToken(token)
                    .map(claims -> sameRoom(claims, request.getParam("roomId"))))
        .compose(claims -> upgrade(context, claims))
        .onFailure(
            failure -> {
              if (context.response().headWritten() || context.response().closed()) {
                LOG.debug("upgrade failed", failure);
              } else {
                PipelineHandOver.giveUp(request);
                request.resume();
                context.fail(failure);
              }
            });
  }

  private void check(HttpServerRequest request) {
    WebSocketHandshake.check(request);
    // Browsers send one. Of several, nobody knows which one another part of the way believes.
    if (!request.headers().getAll(HttpHeaders.ORIGIN).stream().allMatch(origins::allows)) {
      throw new RefusedException(
          ErrorCode.ORIGIN_REFUSED, "pages of this origin may not use this server");
    }
    if (!node.connections().hasRoom()) {
      throw new RefusedException(
          ErrorCode.NODE_FULL,
          "this node takes " + node.limits().connectionsPerNode() + " connections, and has them");
    }
  }

  private static RoomClaims sameRoom(RoomClaims claims, String roomId) {
    if (claims.roomId().value().equals(roomId)) {
      return claims;
    }
    throw new RefusedException(ErrorCode.TOKEN_INVALID, "this token does not open anything here");
  }

  private Future<ClientSocket> upgrade(RoutingContext context, RoomClaims claims) {
    InetAddress client = ClientAddress.of(context);
    if (!node.addresses().tryAdd(client)) {
      return Future.failedFuture(
          new RefusedException(
              ErrorCode.ADDRESS_FULL,
              "one address may have "
                  + node.limits().connectionsPerAddress()
                  + " connections, and yours has them"));
    }
    // Who offers only what we do not know gets the plain dialect, and may close for want of its
    // own.
    boolean resumes = WebSocketHandshake.offers(context.request(), V1Dialect.SUBPROTOCOL);
    Optional<String> dialect = resumes ? Optional.of(V1Dialect.SUBPROTOCOL) : Optional.empty();
    return PipelineHandOver.upgrade(context.request(), node.limits(), dialect)
        .onFailure(failure -> node.addresses().remove(client))
        .onSuccess(
            socket ->
                open(socket, resumes, claims, context.vertx().getOrCreateContext())
                    .onComplete(ended -> node.addresses().remove(client)));
  }

  /** Completes when the connection has ended. */
  private Future<Void> open(
      ClientSocket socket, boolean resumes, RoomClaims claims, Context context) {
    if (resumes) {
      return V1Socket.open(socket, claims, context, node).ended();
    }
    ClientConnection connection =
        new ClientConnection(ConnectionId.random(node.tag()), claims, socket, context, node);
    connection.open();
    return connection.ended();
  }
}
