package dev.otter.auth.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.CreateApiKey;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** {@code POST /v1/keys}: makes an API key (201), shown this once. */
final class CreateKeyHandler implements Function<RoutingContext, Future<Answer>> {

  private static final String NAME = "name";
  private static final String SCOPES = "scopes";
  private static final String EXPIRES_AT = "expiresAt";
  private static final int MAX_NAME_CHARACTERS = 128;
  private static final Duration LONGEST_LIFE = Duration.ofDays(3_660);

  private final AuthClient auth;
  private final InstantSource clock;

  CreateKeyHandler(AuthClient auth, InstantSource clock) {
    this.auth = auth;
    this.clock = clock;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    JsonBody body = JsonBody.read(context, Set.of(NAME, SCOPES, EXPIRES_AT));
    Instant expiresAt =
        body.time(EXPIRES_AT).map(end -> end.truncatedTo(ChronoUnit.MILLIS)).orElse(null);
    Instant now = clock.instant();
    if (expiresAt != null
        && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE)))) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          EXPIRES_AT + " must be later than now and within 10 years, or left out");
    }
    return auth.create(
            new CreateApiKey(RequireApiKey.claims(context), name(body), scopes(body), expiresAt))
        .map(made -> new Answer(201, NewKeyResource.of(made)));
  }

  private static String name(JsonBody body) {
    String name = body.text(NAME).orElse("").strip();
    int characters = name.codePointCount(0, name.length());
    if (characters == 0
        || characters > MAX_NAME_CHARACTERS
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          NAME
              + " must have 1 to "
              + MAX_NAME_CHARACTERS
              + " characters and no control characters, got "
              + characters);
    }
    return name;
  }

  private static Set<Scope> scopes(JsonBody body) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String text : body.texts(SCOPES)) {
      scopes.add(Scope.of(text).orElseThrow(CreateKeyHandler::unknownScope));
    }
    if (scopes.isEmpty()) {
      throw unknownScope();
    }
    return scopes;
  }

  private static RefusedException unknownScope() {
    return new RefusedException(
        ErrorCode.FIELD_INVALID,
        SCOPES + " must be a list of one or more of " + Scope.list(Scope.all()));
  }
}
