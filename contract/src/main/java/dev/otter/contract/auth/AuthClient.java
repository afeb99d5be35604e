package dev.otter.contract.auth;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The auth verticle as the other modules see it. Each call is one request on the event bus,
 * answered by this node's own auth verticle where it has one. A refusal fails the future with a
 * {@link dev.otter.contract.error.RefusedException}; doubt (no answer in time) is a refusal too.
 */
public final class AuthClient {

  private final BusRequests bus;

  /** Makes a client that asks over the bus of {@code vertx}. */
  public AuthClient(Vertx vertx) {
    this.bus = new BusRequests(vertx);
  }

  /** Makes a token that opens {@code roomId}, for a new subject. */
  public Future<IssuedRoomToken> issueRoomToken(RoomId roomId) {
    return issueRoomToken(IssueRoomToken.forLink(roomId));
  }

  /** Makes a token for one participant. */
  public Future<IssuedRoomToken> issueRoomToken(IssueRoomToken request) {
    return bus.ask(BusAddress.ISSUE_ROOM_TOKEN, request, IssuedRoomToken.class);
  }

  /**
   * Verifies a room token.
   *
   * @param token what the client presented; null or empty is refused as missing
   */
  public Future<RoomClaims> verifyRoomToken(String token) {
    return bus.ask(BusAddress.VERIFY_ROOM_TOKEN, new VerifyRoomToken(token), RoomClaims.class);
  }

  /**
   * Verifies an API key.
   *
   * @param key what the client presented; null or empty is refused as missing
   */
  public Future<ApiKeyClaims> verifyApiKey(String key) {
    return bus.ask(BusAddress.VERIFY_API_KEY, new VerifyApiKey(key), ApiKeyClaims.class);
  }
}
