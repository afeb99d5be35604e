package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code GET /v1/rooms/{id or uniqueName}/participants}: who is in, oldest first. */
final class ListParticipantsHandler implements Function<RoutingContext, Future<Answer>> {

  private final RoomsClient rooms;

  ListParticipantsHandler(RoomsClient rooms) {
    this.rooms = rooms;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    return rooms
        .find(context.pathParam(RoomsRoutes.ROOM))
        .map(room -> new Answer(200, ParticipantList.of(room)));
  }
}
