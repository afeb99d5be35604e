package dev.otter.auth;

import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.Role;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomSeed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What stands in a room token, and what of it is believed once the signature is good. The claims
 * are part of the contract with backends that sign by themselves (docs/room-tokens.md). A claim of
 * a wrong type or value makes the whole token bad. Stateless; safe for any thread.
 */
final class RoomTokenClaims {

  static final String ROOM = "room";
  static final String IDENTITY = "identity";
  static final String ROLE = "role";
  static final String GRANTS = "grants";

  /** How far the clocks of two machines may be apart. */
  static final Duration LEEWAY = Duration.ofSeconds(30);

  private static final String NAME = "roomName";
  private static final String MAX = "roomMax";
  private static final String ENDS = "roomEnds";
  private static final int MAX_NAME_CHARACTERS = 128;

  private RoomTokenClaims() {}

  /** Adds what a token says beside its life and its subject. */
  static void write(IssueRoomToken request, JsonObject claims) {
    claims.put(ROOM, request.roomId().value());
    if (request.identity() != null) {
      claims.put(IDENTITY, request.identity());
    }
    Permissions permissions = request.permissions();
    if (permissions.role() != Permissions.OF_A_GUEST.role()) {
      claims.put(ROLE, permissions.role().word());
    }
    if (!permissions.grants().equals(Permissions.OF_A_GUEST.grants())) {
      claims.put(GRANTS, new JsonArray(permissions.grantWords()));
    }
    RoomSeed seed = request.seed();
    if (seed.uniqueName() != null) {
      claims.put(NAME, seed.uniqueName());
    }
    if (seed.maxParticipants() != Room.MIN_PARTICIPANTS) {
      claims.put(MAX, seed.maxParticipants());
    }
    seed.end().ifPresent(end -> claims.put(ENDS, end.getEpochSecond()));
  }

  /**
   * Reads the claims of a token whose signature, issuer and audience are good.
   *
   * @param keyId the API key that signed it, or that it was made for; null for none
   * @throws RefusedException when they are not good, or the token has ended
   */
  static RoomClaims read(JsonObject claims, KeyId keyId, Instant now) {
    Instant expiresAt = time(claims, "exp");
    String subject = text(claims, "sub");
    String tokenId = text(claims, "jti");
    String room = text(claims, ROOM);
    if (!RoomId.isValid(room)) {
      throw invalid();
    }
    for (String start : new String[] {"nbf", "iat"}) {
      if (claims.containsKey(start) && time(claims, start).isAfter(now.plus(LEEWAY))) {
        throw invalid();
      }
    }
    if (!expiresAt.plus(LEEWAY).isAfter(now)) {
      throw new RefusedException(
          ErrorCode.TOKEN_EXPIRED, "this join link has ended; ask for another");
    }
    String identity = claims.containsKey(IDENTITY) ? text(claims, IDENTITY) : null;
    return new RoomClaims(
        new RoomId(room),
        subject,
        identity,
        tokenId,
        expiresAt,
        keyId,
        new Permissions(role(claims), grants(claims)),
        seed(claims));
  }

  /** Which room a token is for; empty when it names none. */
  static Optional<RoomId> room(JsonObject claims) {
    return claims.getValue(ROOM) instanceof String room && RoomId.isValid(room)
        ? Optional.of(new RoomId(room))
        : Optional.empty();
  }

  private static Role role(JsonObject claims) {
    return claims.containsKey(ROLE)
        ? Role.of(text(claims, ROLE)).orElseThrow(RoomTokenClaims::invalid)
        : Permissions.OF_A_GUEST.role();
  }

  private static Set<Grant> grants(JsonObject claims) {
    if (!claims.containsKey(GRANTS)) {
      return Permissions.OF_A_GUEST.grants();
    }
    if (!(claims.getValue(GRANTS) instanceof JsonArray words)) {
      throw invalid();
    }
    Set<Grant> grants = EnumSet.noneOf(Grant.class);
    for (Object word : words) {
      grants.add(
          word instanceof String text
              ? Grant.of(text).orElseThrow(RoomTokenClaims::invalid)
              : refused());
    }
    return grants;
  }

  private static Grant refused() {
    throw invalid();
  }

  private static RoomSeed seed(JsonObject claims) {
    String name = claims.containsKey(NAME) ? text(claims, NAME) : null;
    if (name != null && name.length() > 2 * MAX_NAME_CHARACTERS) {
      throw invalid();
    }
    int max = Room.MIN_PARTICIPANTS;
    if (claims.containsKey(MAX)) {
      if (!(claims.getValue(MAX) instanceof Integer number)
          || number < Room.MIN_PARTICIPANTS
          || number > Room.MAX_PARTICIPANTS) {
        throw invalid();
      }
      max = number;
    }
    return new RoomSeed(name, max, claims.containsKey(ENDS) ? time(claims, ENDS) : null);
  }

  private static String text(JsonObject claims, String name) {
    if (claims.getValue(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw invalid();
  }

  private static Instant time(JsonObject claims, String name) {
    Object value = claims.getValue(name);
    if (value instanceof Integer || value instanceof Long) {
      long seconds = ((Number) value).longValue();
      // Far beyond any real time, and still inside what Instant can hold with the leeway added.
      if (seconds >= 0 && seconds < Integer.MAX_VALUE * 16L) {
        return Instant.ofEpochSecond(seconds);
      }
    }
    throw invalid();
  }

  static RefusedException invalid() {
    return new RefusedException(ErrorCode.TOKEN_INVALID, "this token does not open anything here");
  }
}
