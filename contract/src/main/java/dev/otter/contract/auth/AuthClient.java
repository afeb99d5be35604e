package dev.otter.contract.auth;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.id.KeyId;
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

  /** Makes a token that opens {@code roomId}, for a new subject and no API key. */
  public Future<IssuedRoomToken> issueRoomToken(RoomId roomId) {
    return issueRoomToken(IssueRoomToken.forLink(roomId, null));
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

  /** Makes an API key. */
  public Future<NewApiKey> create(CreateApiKey request) {
    return bus.ask(BusAddress.CREATE_API_KEY, request, NewApiKey.class);
  }

  /** Makes an API key in the place of another. */
  public Future<NewApiKey> rotate(RotateApiKey request) {
    return bus.ask(BusAddress.ROTATE_API_KEY, request, NewApiKey.class);
  }

  /** Ends an API key; ending one twice is ending it once. */
  public Future<ApiKeyInfo> revokeApiKey(KeyId keyId) {
    return bus.ask(BusAddress.REVOKE_API_KEY, new RevokeApiKey(keyId), ApiKeyInfo.class);
  }

  /** All API keys. */
  public Future<ApiKeyList> listApiKeys() {
    return bus.ask(BusAddress.LIST_API_KEYS, new ListApiKeys(), ApiKeyList.class);
  }

  /** Ends a room token; ending one twice is ending it once. */
  public Future<RevokedToken> revoke(RevokeToken request) {
    return bus.ask(BusAddress.REVOKE_TOKEN, request, RevokedToken.class);
  }

  /** What is revoked at this moment. */
  public Future<AccessRevoked> listRevoked() {
    return bus.ask(BusAddress.LIST_REVOKED, new ListRevoked(), AccessRevoked.class);
  }
}
