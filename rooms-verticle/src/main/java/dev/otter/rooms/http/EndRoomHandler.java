package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * {@code DELETE /v1/rooms/{id or uniqueName}}: ends a room for good, for the holder of an API key
 * or a host of the room.
 */
final class EndRoomHandler implements Function<RoutingContext, Future<Answer>> {

  private final RoomsClient rooms;

  EndRoomHandler(RoomsClient rooms) {
    this.rooms = rooms;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    return TokensRoom.orNamedByKey(context, rooms)
        .compose(room -> rooms.end(room.roomId()))
        .map(room -> Answer.NO_CONTENT);
  }
}
