package dev.otter.auth.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.RevokeToken;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.JsonBody;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code POST /v1/tokens/revoke}: ends a room token and the connections that were opened with it.
 * The token is named by itself, or by its id and its end.
 */
final class RevokeTokenHandler implements Function<RoutingContext, Future<Answer>> {

  private static final String TOKEN = "token";
  private static final String TOKEN_ID = "tokenId";
  private static final String EXPIRES_AT = "expiresAt";
  private static final int MAX_ID_CHARACTERS = 512;
  private static final Duration LONGEST_LIFE = Duration.ofDays(366);

  private final AuthClient auth;
  private final InstantSource clock;

  RevokeTokenHandler(AuthClient auth, InstantSource clock) {
    this.auth = auth;
    this.clock = clock;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    JsonBody body = JsonBody.read(context, Set.of(TOKEN, TOKEN_ID, EXPIRES_AT));
    Optional<String> token = body.text(TOKEN);
    Optional<String> tokenId = body.text(TOKEN_ID);
    Optional<Instant> expiresAt = body.time(EXPIRES_AT);
    if (token.isPresent() == tokenId.isPresent() || tokenId.isPresent() != expiresAt.isPresent()) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          "the body must have either " + TOKEN + ", or " + TOKEN_ID + " and " + EXPIRES_AT);
    }
    tokenId.ifPresent(RevokeTokenHandler::checkId);
    expiresAt.ifPresent(this::checkEnd);
    return auth.revoke(
            new RevokeToken(
                token.orElse(null),
                tokenId.orElse(null),
                expiresAt.map(end -> end.truncatedTo(ChronoUnit.MILLIS)).orElse(null)))
        .map(revoked -> new Answer(200, revoked));
  }

  private static void checkId(String tokenId) {
    if (tokenId.isEmpty() || tokenId.length() > MAX_ID_CHARACTERS) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          TOKEN_ID + " must have 1 to " + MAX_ID_CHARACTERS + " characters");
    }
  }

  private void checkEnd(Instant end) {
    if (end.isAfter(clock.instant().plus(LONGEST_LIFE))) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID, EXPIRES_AT + " must be within a year from now");
    }
  }
}
