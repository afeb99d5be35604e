package dev.otter.rooms.http;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.QueryParameters;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.ListRooms;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomStatus;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code GET /v1/rooms}: the rooms of the cluster, page by page, without join links, as a link is
 * for a person and a list is not.
 */
final class ListRoomsHandler implements Function<RoutingContext, Future<Answer>> {

  static final String STATUS = "status";
  static final String UNIQUE_NAME = "uniqueName";
  static final String LIMIT = "limit";
  static final String AFTER = "after";

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  private final RoomsClient rooms;

  ListRoomsHandler(RoomsClient rooms) {
    this.rooms = rooms;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    QueryParameters query =
        QueryParameters.read(context, Set.of(STATUS, UNIQUE_NAME, LIMIT, AFTER));
    Optional<RoomStatus> status = query.text(STATUS).map(ListRoomsHandler::status);
    RoomId after = query.text(AFTER).map(ListRoomsHandler::roomId).orElse(null);
    int limit = query.integer(LIMIT, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<String> name = query.text(UNIQUE_NAME);
    Future<RoomList> list =
        name.isPresent()
            ? named(name.get(), status)
            : rooms
                .list(new ListRooms(status.orElse(null), after, limit))
                .map(page -> new RoomList(resources(page.rooms()), page.next()));
    return list.map(found -> new Answer(200, found));
  }

  /** A name is one room's at most; one that is nobody's is an empty list and no error. */
  private Future<RoomList> named(String name, Optional<RoomStatus> status) {
    if (RoomId.isValid(name)) {
      return Future.succeededFuture(new RoomList(List.of(), null));
    }
    return rooms
        .find(name)
        .map(
            room ->
                status.map(wanted -> wanted == room.status()).orElse(true)
                    ? List.of(room)
                    : List.<Room>of())
        .recover(
            failure ->
                failure instanceof RefusedException refused
                        && refused.code() == ErrorCode.ROOM_NOT_FOUND
                    ? Future.succeededFuture(List.of())
                    : Future.failedFuture(failure))
        .map(found -> new RoomList(resources(found), null));
  }

  private static List<RoomResource> resources(List<Room> rooms) {
    return rooms.stream().map(room -> RoomResource.of(room, null)).toList();
  }

  private static RoomStatus status(String word) {
    return Arrays.stream(RoomStatus.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    ErrorCode.FIELD_INVALID, "status must be open, occupied, full or closed"));
  }

  private static RoomId roomId(String text) {
    if (!RoomId.isValid(text)) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID, "after must be a room's id, as next of the page before");
    }
    return new RoomId(text);
  }
}
