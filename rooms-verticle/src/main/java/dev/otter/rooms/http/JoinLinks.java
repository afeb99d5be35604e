package dev.otter.rooms.http;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.Scope;
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

  /**
   * A link with a fresh token, for the API key of a request.
   *
   * @return null for a key that may only read, as a link would let it into the room, and for a room
   *     that has ended
   */
  Future<String> fresh(Room room, ApiKeyClaims key) {
    return key.scopes().contains(Scope.ROOMS_WRITE) && !room.closed()
        ? auth.issueRoomToken(IssueRoomToken.forLink(room, key.keyId()))
            .map(issued -> withToken(room, issued.token()))
        : Future.succeededFuture(null);
  }

  /** The link that a client holds already. */
  String withToken(Room room, String token) {
    return publicUrl.joinLink(room, token);
  }
}
