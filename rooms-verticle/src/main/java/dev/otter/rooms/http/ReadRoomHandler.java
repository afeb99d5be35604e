package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * {@code GET /v1/rooms/{id or uniqueName}}: the room, to the holder of an API key with a fresh join
 * link, to the holder of its room token with the link it came by.
 */
final class ReadRoomHandler implements Function<RoutingContext, Future<Answer>> {

  private final RoomsClient rooms;
  private final JoinLinks links;

  ReadRoomHandler(RoomsClient rooms, JoinLinks links) {
    this.rooms = rooms;
    this.links = links;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    if (RequireRoomToken.token(context) != null) {
      return TokensRoom.find(context, rooms)
          .map(
              room ->
                  new Answer(
                      200,
                      RoomResource.withoutMetadata(
                          room, links.withToken(room, RequireRoomToken.token(context)))));
    }
    return rooms
        .find(context.pathParam(RoomsRoutes.ROOM))
        .compose(
            room ->
                links
                    .fresh(room, RequireApiKey.claims(context))
                    .map(url -> new Answer(200, RoomResource.of(room, url))));
  }
}
