package dev.otter.turn;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.turn.TurnCredentials.Credential;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** {@code GET /credentials?token=}, as the first Otter had it. */
final class FirstOtterCredentialsHandler implements Function<RoutingContext, Future<Answer>> {

  private final IceUrls urls;
  private final IceServerLists lists;

  FirstOtterCredentialsHandler(IceUrls urls, IceServerLists lists) {
    this.urls = urls;
    this.lists = lists;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    RoomClaims claims = RequireRoomToken.claims(context);
    return urls.of(claims)
        .map(found -> new Answer(200, credentials(lists.credential(claims.subject()), found)));
  }

  private static FirstOtterCredentials credentials(Credential credential, List<String> urls) {
    return new FirstOtterCredentials(
        credential.username(), credential.password(), urls, TurnCredentials.LIFETIME.toSeconds());
  }
}
