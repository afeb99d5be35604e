package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.RoomSeed;
import java.time.Instant;

/**
 * What a room token says, after it was verified.
 *
 * @param roomId the one room it opens
 * @param subject whom it was made for; stable for the token's life, safe in logs
 * @param identity who it is, in the words of whoever asked for the token; null for the token of a
 *     join link, which many may use
 * @param tokenId the token's own id ({@code jti}), safe in logs
 * @param expiresAt when it ends
 * @param keyId the API key that signed it, or that it was made for; null where there is none
 * @param permissions what it allows in the room
 * @param seed what it says of the room, should the cluster have lost it
 */
public record RoomClaims(
    RoomId roomId,
    String subject,
    String identity,
    String tokenId,
    Instant expiresAt,
    KeyId keyId,
    Permissions permissions,
    RoomSeed seed) {

  /** Fills in what a node of the version before this one does not say. */
  public RoomClaims {
    permissions = Permissions.orOfAGuest(permissions);
    seed = seed == null ? RoomSeed.PLAIN : seed;
  }

  /** Of a token that allows what a guest may, and says nothing of the room but its id. */
  public RoomClaims(
      RoomId roomId,
      String subject,
      String identity,
      String tokenId,
      Instant expiresAt,
      KeyId keyId) {
    this(roomId, subject, identity, tokenId, expiresAt, keyId, null, null);
  }

  /** Leaves the identity, which may be a person's name, out of log lines. */
  @Override
  public String toString() {
    return "RoomClaims[roomId=" + roomId + ", subject=" + subject + ", tokenId=" + tokenId + "]";
  }
}
