package dev.otter.rooms.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;

/** Makes the links that people open to come into a room. */
final class JoinLinks {

  private final AuthClient auth;
  private final PublicUrl publicUrl;

  JoinLinks(AuthClient auth, PublicUrl publicUrl) {
    this.auth = auth;
    this.publicUrl = publicUrl;
  }

  /** A link with a fresh token. */
  Future<String> fresh(Room room) {
    return auth.issueRoomToken(room.roomId()).map(issued -> withToken(room, issued.token()));
  }

  /** The link that a client holds already. */
  String withToken(Room room, String token) {
    return publicUrl.joinLink(room, token);
  }
}
