package dev.otter.launcher;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The room that a single node makes at its start, for a first call without a line of code. */
final class SampleRoom {

  private static final String NAME = "first-call";

  private SampleRoom() {}

  /** Makes the room, or finds it, and a join link to it. */
  static Future<String> link(Vertx vertx, PublicUrl publicUrl) {
    return new RoomsClient(vertx)
        .create(new CreateRoom(NAME, Room.MIN_PARTICIPANTS))
        .compose(
            created ->
                new AuthClient(vertx)
                    .issueRoomToken(IssueRoomToken.forLink(created.room(), null))
                    .map(issued -> publicUrl.joinLink(created.room(), issued.token())));
  }
}
