package dev.otter.contract.auth;

/**
 * Asks the auth verticle whether a token is good; the answer is its {@link RoomClaims}.
 *
 * @param token what the client presented; a secret
 */
public record VerifyRoomToken(String token) {

  /** Leaves the token out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "VerifyRoomToken[]";
  }
}
