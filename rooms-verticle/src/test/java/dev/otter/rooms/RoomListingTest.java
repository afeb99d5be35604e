package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.ListRooms;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomPage;
import dev.otter.contract.room.RoomStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rooms page by page. */
@ExtendWith(VertxExtension.class)
class RoomListingTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");

  private RoomMap rooms;
  private RoomListing listing;

  @BeforeEach
  void openMap(Vertx vertx) throws TimeoutException {
    rooms = await(RoomMap.open(vertx));
    listing = new RoomListing(rooms);
  }

  @Test
  void whereThereAreNoRoomsThePageIsEmptyAndTheLast() throws TimeoutException {
    assertThat(await(listing.list(new ListRooms(null, null, 5))))
        .isEqualTo(new RoomPage(List.of(), null));
  }

  @Test
  void afterTheLastRoomThePageIsEmptyAndTheLast() throws TimeoutException {
    put("rm_a", false);

    assertThat(await(listing.list(new ListRooms(null, new RoomId("rm_b"), 5))))
        .isEqualTo(new RoomPage(List.of(), null));
  }

  @Test
  void aPageThatHoldsExactlyAllIsTheLast() throws TimeoutException {
    put("rm_b", false);
    put("rm_a", false);

    RoomPage page = await(listing.list(new ListRooms(null, null, 2)));

    assertThat(ids(page)).containsExactly("rm_a", "rm_b");
    assertThat(page.next()).isNull();
  }

  @Test
  void pagesGoOnBehindTheLastRoomOfTheOneBefore() throws TimeoutException {
    for (String id : List.of("rm_a", "rm_b", "rm_c")) {
      put(id, false);
    }

    RoomPage first = await(listing.list(new ListRooms(null, null, 2)));
    RoomPage second = await(listing.list(new ListRooms(null, first.next(), 2)));

    assertThat(ids(first)).containsExactly("rm_a", "rm_b");
    assertThat(ids(second)).containsExactly("rm_c");
    assertThat(second.next()).isNull();
  }

  @Test
  void ofManyRoomsOfWhichFewFitAllOfThoseAreFound() throws TimeoutException {
    for (int i = 0; i < RoomListing.MAX_LOOKED_AT + 50; i++) {
      put(String.format("rm_%04d", i), i % 500 == 499 || i == RoomListing.MAX_LOOKED_AT + 49);
    }

    List<String> found = new ArrayList<>();
    RoomId after = null;
    do {
      RoomPage page = await(listing.list(new ListRooms(RoomStatus.CLOSED, after, 10)));
      found.addAll(ids(page));
      after = page.next();
    } while (after != null);

    assertThat(found).containsExactly("rm_0499", "rm_0999", "rm_1049");
  }

  private void put(String id, boolean closed) throws TimeoutException {
    Room room = Room.create(new RoomId(id), null, 2, MADE);
    await(rooms.putIfAbsent(closed ? room.ended(MADE) : room));
  }

  private static List<String> ids(RoomPage page) {
    return page.rooms().stream().map(room -> room.roomId().value()).toList();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
