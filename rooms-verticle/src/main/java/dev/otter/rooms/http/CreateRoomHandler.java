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
 * {@code POST /v1/rooms}: makes a room (201), or finds the one with that unique name (200, as it
 * is); either way with a fresh join link.
 */
final class CreateRoomHandler implements Function<RoutingContext, Future<Answer>> {

  static final String UNIQUE_NAME = "uniqueName";
  static final String MAX_PARTICIPANTS = "maxParticipants";

  static final String METADATA = "metadata";
  static final String EMPTY_SECONDS = "emptySeconds";
  static final String MAX_SECONDS = "maxSeconds";

  private static final Set<String> MEMBERS =
      Set.of(UNIQUE_NAME, MAX_PARTICIPANTS, METADATA, EMPTY_SECONDS, MAX_SECONDS);

  private final RoomsClient rooms;
  private final JoinLinks links;

  CreateRoomHandler(RoomsClient rooms, JoinLinks links) {
    this.rooms = rooms;
    this.links = links;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    JsonBody body = JsonBody.read(context, MEMBERS);
    String uniqueName = body.text(UNIQUE_NAME).orElse(null);
    int maxParticipants =
        body.integer(MAX_PARTICIPANTS, Room.MIN_PARTICIPANTS, Room.MAX_PARTICIPANTS)
            .orElse(Room.MIN_PARTICIPANTS);
    return rooms
        .create(
            new CreateRoom(
                uniqueName, maxParticipants, terms(body), RequireApiKey.claims(context).keyId()))
        .compose(
            created ->
                links
                    .fresh(created.room(), RequireApiKey.claims(context))
                    .map(
                        url ->
                            new Answer(
                                created.created() ? 201 : 200,
                                RoomResource.of(created.room(), url))));
  }

  private static RoomTerms terms(JsonBody body) {
    return new RoomTerms(
        body.objectText(METADATA, RoomTerms.MAX_METADATA_CHARACTERS).orElse(null),
        body.integer(EMPTY_SECONDS, 0, RoomTerms.MAX_SECONDS).orElse(0),
        body.integer(MAX_SECONDS, 0, RoomTerms.MAX_SECONDS).orElse(0));
  }
}
