package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code GET /room/{id}?token=}, as the first Otter had it. */
final class FirstOtterReadRoomHandler implements Function<RoutingContext, Future<Answer>> {

  private final RoomsClient rooms;
  private final JoinLinks links;

  FirstOtterReadRoomHandler(RoomsClient rooms, JoinLinks links) {
    this.rooms = rooms;
    this.links = links;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    return TokensRoom.find(context, rooms)
        .map(
            room ->
                new Answer(
                    200,
                    FirstOtterRoomResource.of(
                        room, links.withToken(room, RequireRoomToken.token(context)))));
  }
}
