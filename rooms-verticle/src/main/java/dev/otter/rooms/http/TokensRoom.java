package dev.otter.rooms.http;

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
        .find(claims.roomId().value())
        .map(
            room -> {
              if (named.equals(room.roomId().value()) || named.equals(room.uniqueName())) {
                return room;
              }
              throw otherRoom();
            });
  }

  private static RefusedException otherRoom() {
    return new RefusedException(ErrorCode.TOKEN_INVALID, "this token does not open anything here");
  }
}
