package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.room.ChangeRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code PATCH /v1/rooms/{id or uniqueName}}, as a JSON merge patch (RFC 7396): what is left out
 * stays, null takes away.
 */
final class ChangeRoomHandler implements Function<RoutingContext, Future<Answer>> {

  private static final Set<String> MEMBERS =
      Set.of(
          CreateRoomHandler.MAX_PARTICIPANTS,
          CreateRoomHandler.METADATA,
          CreateRoomHandler.EMPTY_SECONDS,
          CreateRoomHandler.MAX_SECONDS);

  private final RoomsClient rooms;
  private final JoinLinks links;

  ChangeRoomHandler(RoomsClient rooms, JoinLinks links) {
    this.rooms = rooms;
    this.links = links;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    JsonBody body = JsonBody.read(context, MEMBERS);
    Optional<Integer> max =
        number(
            body,
            CreateRoomHandler.MAX_PARTICIPANTS,
            Room.MIN_PARTICIPANTS,
            Room.MAX_PARTICIPANTS,
            Room.MIN_PARTICIPANTS);
    String metadata =
        body.isNull(CreateRoomHandler.METADATA)
            ? ChangeRoom.NO_METADATA
            : body.objectText(CreateRoomHandler.METADATA, RoomTerms.MAX_METADATA_CHARACTERS)
                .orElse(null);
    Optional<Integer> empty = seconds(body, CreateRoomHandler.EMPTY_SECONDS);
    Optional<Integer> longest = seconds(body, CreateRoomHandler.MAX_SECONDS);
    return rooms
        .find(context.pathParam(RoomsRoutes.ROOM))
        .compose(
            room ->
                rooms.change(
                    new ChangeRoom(
                        room.roomId(),
                        max.orElse(null),
                        metadata,
                        empty.orElse(null),
                        longest.orElse(null))))
        .compose(
            room ->
                links
                    .fresh(room, RequireApiKey.claims(context))
                    .map(url -> new Answer(200, RoomResource.of(room, url))));
  }

  private static Optional<Integer> seconds(JsonBody body, String name) {
    return number(body, name, 0, RoomTerms.MAX_SECONDS, 0);
  }

  private static Optional<Integer> number(
      JsonBody body, String name, int least, int most, int without) {
    return body.isNull(name) ? Optional.of(without) : body.integer(name, least, most);
  }
}
