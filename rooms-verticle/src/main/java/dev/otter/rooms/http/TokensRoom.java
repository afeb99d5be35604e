package dev.otter.rooms.http;

import dev.otter.contract.auth.Role;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * The room that a request's token opens, if it is the one the path names. It is looked up by the
 * token and never by the path, so that a token of one room tells nothing of another.
 */
final class TokensRoom {

  private TokensRoom() {}

  static Future<Room> find(RoutingContext context, RoomsClient rooms) {
    String named = context.pathParam(RoomsRoutes.ROOM);
    RoomClaims claims = RequireRoomToken.claims(context);
    if (named.startsWith("rm_") && !named.equals(claims.roomId().value())) {
      return Future.failedFuture(otherRoom());
    }
    return rooms
        .visit(claims)
        .map(
            room -> {
              if (named.equals(room.roomId().value()) || named.equals(room.uniqueName())) {
                return room;
              }
              throw otherRoom();
            });
  }

  /**
   * The room that the path names, for one who may end it or put out of it: the holder of an API
   * key, or a host by the room token.
   */
  static Future<Room> orNamedByKey(RoutingContext context, RoomsClient rooms) {
    if (RequireRoomToken.token(context) == null) {
      return rooms.find(context.pathParam(RoomsRoutes.ROOM));
    }
    if (RequireRoomToken.claims(context).permissions().role() != Role.HOST) {
      return Future.failedFuture(
          new RefusedException(ErrorCode.ROLE_MISSING, "only a host of the room may do this"));
    }
    return find(context, rooms);
  }

  private static RefusedException otherRoom() {
    return new RefusedException(ErrorCode.TOKEN_INVALID, "this token does not open anything here");
  }
}
