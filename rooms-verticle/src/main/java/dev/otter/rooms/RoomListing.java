package dev.otter.rooms;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.ListRooms;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomPage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rooms page by page, in the order of their ids, which stays the same while rooms come and go. Safe
 * for any thread.
 */
final class RoomListing {

  /** So many rooms are looked at for one page: where few fit, the page is short. */
  static final int MAX_LOOKED_AT = 1_000;

  /** So many are read from the map at once. */
  private static final int AT_ONCE = 50;

  private final RoomMap rooms;

  RoomListing(RoomMap rooms) {
    this.rooms = rooms;
  }

  Future<RoomPage> list(ListRooms request) {
    return rooms.ids().compose(ids -> page(request, after(ids, request.after())));
  }

  private static List<RoomId> after(List<RoomId> ids, RoomId after) {
    return after == null
        ? ids
        : ids.stream().filter(id -> id.value().compareTo(after.value()) > 0).toList();
  }

  private Future<RoomPage> page(ListRooms request, List<RoomId> ids) {
    List<RoomId> looked = ids.subList(0, Math.min(ids.size(), MAX_LOOKED_AT));
    return collect(request, looked, 0, new ArrayList<>())
        .map(
            found -> {
              boolean full = found.size() > request.limit();
              List<Room> page = full ? found.subList(0, request.limit()) : found;
              boolean more = full || looked.size() < ids.size();
              RoomId last =
                  full ? page.get(page.size() - 1).roomId() : looked.get(looked.size() - 1);
              return new RoomPage(page, more ? last : null);
            });
  }

  /** One more than the page holds, so that it is known whether there are more. */
  private Future<List<Room>> collect(
      ListRooms request, List<RoomId> ids, int from, List<Room> found) {
    if (from >= ids.size() || found.size() > request.limit()) {
      return Future.succeededFuture(found);
    }
    List<RoomId> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
    return Future.all(some.stream().map(rooms::find).toList())
        .compose(
            read -> {
              for (Optional<Room> room : read.<Optional<Room>>list()) {
                room.filter(each -> fits(each, request)).ifPresent(found::add);
              }
              return collect(request, ids, from + AT_ONCE, found);
            });
  }

  private static boolean fits(Room room, ListRooms request) {
    return request.status() == null || room.status() == request.status();
  }
}
