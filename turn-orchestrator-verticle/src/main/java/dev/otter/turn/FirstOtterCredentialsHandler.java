package dev.otter.turn;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.turn.TurnCredentials.Credential;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** {@code GET /credentials?token=}, as the first Otter had it. */
final class FirstOtterCredentialsHandler implements Function<RoutingContext, Future<Answer>> {

  private final List<String> urls;
  private final TurnCredentials credentials;

  FirstOtterCredentialsHandler(List<String> urls, TurnCredentials credentials) {
    this.urls = urls;
    this.credentials = credentials;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    Credential credential = credentials.issue(RequireRoomToken.claims(context).subject());
    return Future.succeededFuture(
        new Answer(
            200,
            new FirstOtterCredentials(
                credential.username(),
                credential.password(),
                urls,
                TurnCredentials.LIFETIME.toSeconds())));
  }
}
