package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code POST /createRoom}, as the first Otter had it: always 200, and its own names in the answer.
 */
final class FirstOtterCreateRoomHandler implements Function<RoutingContext, Future<Answer>> {

  private final RoomsClient rooms;
  private final JoinLinks links;

  FirstOtterCreateRoomHandler(RoomsClient rooms, JoinLinks links) {
    this.rooms = rooms;
    this.links = links;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    JsonBody body = JsonBody.read(context, Set.of(CreateRoomHandler.UNIQUE_NAME));
    String uniqueName = body.text(CreateRoomHandler.UNIQUE_NAME).orElse(null);
    return rooms
        .create(
            new CreateRoom(
                uniqueName,
                Room.MIN_PARTICIPANTS,
                RoomTerms.NONE,
                RequireApiKey.claims(context).keyId()))
        .compose(
            created ->
                links
                    .fresh(created.room(), RequireApiKey.claims(context))
                    .map(url -> new Answer(200, FirstOtterRoomResource.of(created.room(), url))));
  }
}
