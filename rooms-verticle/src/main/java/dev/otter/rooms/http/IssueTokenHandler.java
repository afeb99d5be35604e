package dev.otter.rooms.http;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.Role;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code POST /v1/rooms/{id or uniqueName}/tokens}: a token for one participant. */
final class IssueTokenHandler implements Function<RoutingContext, Future<Answer>> {

  static final String IDENTITY = "identity";
  static final String TTL_SECONDS = "ttlSeconds";
  static final String ROLE = "role";
  static final String GRANTS = "grants";

  private static final int MAX_IDENTITY_CHARACTERS = 128;
  private static final int MIN_TTL_SECONDS = 60;
  private static final int MAX_TTL_SECONDS = 86_400;

  /** Control and format characters (bidirectional overrides among them), and line ends. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

  private final AuthClient auth;
  private final RoomsClient rooms;
  private final JoinLinks links;

  IssueTokenHandler(AuthClient auth, RoomsClient rooms, JoinLinks links) {
    this.auth = auth;
    this.rooms = rooms;
    this.links = links;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    JsonBody body = JsonBody.read(context, Set.of(IDENTITY, TTL_SECONDS, ROLE, GRANTS));
    String identity = identity(body.text(IDENTITY).orElse(""));
    int ttlSeconds =
        body.integer(TTL_SECONDS, MIN_TTL_SECONDS, MAX_TTL_SECONDS).orElse(MAX_TTL_SECONDS);
    Permissions permissions = new Permissions(role(body), grants(body));
    ApiKeyClaims key = RequireApiKey.claims(context);
    return rooms
        .find(context.pathParam(RoomsRoutes.ROOM))
        .map(IssueTokenHandler::open)
        .compose(
            room ->
                auth.issueRoomToken(
                        new IssueRoomToken(
                            room.roomId(),
                            identity,
                            ttlSeconds,
                            key.keyId(),
                            permissions,
                            RoomSeed.of(room)))
                    .map(
                        issued ->
                            new Answer(
                                201,
                                new TokenResource(
                                    issued.token(),
                                    identity,
                                    permissions.role(),
                                    permissions.grants(),
                                    issued.expiresAt(),
                                    links.withToken(room, issued.token())))));
  }

  private static Role role(JsonBody body) {
    return body.text(ROLE)
        .map(
            word ->
                Role.of(word)
                    .orElseThrow(
                        () ->
                            new RefusedException(
                                ErrorCode.FIELD_INVALID, "role must be guest or host")))
        .orElse(Role.GUEST);
  }

  private static Set<Grant> grants(JsonBody body) {
    if (!body.has(GRANTS) || body.isNull(GRANTS)) {
      return Permissions.OF_A_GUEST.grants();
    }
    return body.texts(GRANTS).stream()
        .map(
            word ->
                Grant.of(word)
                    .orElseThrow(
                        () ->
                            new RefusedException(
                                ErrorCode.FIELD_INVALID,
                                "grants must be some of audio, video, screen, data")))
        .collect(Collectors.toSet());
  }

  private static Room open(Room room) {
    if (room.closed()) {
      throw new RefusedException(ErrorCode.ROOM_CLOSED, "this room has ended");
    }
    return room;
  }

  /** The one form of an identity, so that it is the same one whoever writes it. */
  private static String identity(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    int characters = normal.codePointCount(0, normal.length());
    if (characters == 0 || characters > MAX_IDENTITY_CHARACTERS) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          "identity must have 1 to " + MAX_IDENTITY_CHARACTERS + " characters, got " + characters);
    }
    if (FORBIDDEN.matcher(normal).find()) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID, "identity must not hold control or format characters");
    }
    return normal;
  }
}
