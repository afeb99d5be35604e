package dev.otter.turn;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.turn.TurnCredentials.Credential;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code GET /credentials?token=}, as the first Otter had it. */
final class FirstOtterCredentialsHandler implements Function<RoutingContext, Future<Answer>> {

  private final IceUrls urls;
  private final TurnCredentials credentials;

  FirstOtterCredentialsHandler(IceUrls urls, TurnCredentials credentials) {
    this.urls = urls;
    this.credentials = credentials;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    RoomClaims claims = RequireRoomToken.claims(context);
    Credential credential = credentials.issue(claims.subject());
    return urls.of(claims)
        .map(
            found ->
                new Answer(
                    200,
                    new FirstOtterCredentials(
                        credential.username(),
                        credential.password(),
                        found,
                        TurnCredentials.LIFETIME.toSeconds())));
  }
}
