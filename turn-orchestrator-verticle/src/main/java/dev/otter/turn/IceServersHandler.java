package dev.otter.turn;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.turn.TurnCredentials.Credential;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code GET /v1/ice-servers?token=}: STUN and TURN servers with fresh credentials. */
final class IceServersHandler implements Function<RoutingContext, Future<Answer>> {

  private final List<String> stunUrls;
  private final List<String> turnUrls;
  private final TurnCredentials credentials;

  IceServersHandler(List<String> urls, TurnCredentials credentials) {
    this.stunUrls = urls.stream().filter(url -> url.startsWith("stun")).toList();
    this.turnUrls = urls.stream().filter(url -> url.startsWith("turn")).toList();
    this.credentials = credentials;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    List<IceServer> servers = new ArrayList<>();
    if (!stunUrls.isEmpty()) {
      servers.add(new IceServer(stunUrls, null, null));
    }
    if (!turnUrls.isEmpty()) {
      Credential credential = credentials.issue(RequireRoomToken.claims(context).subject());
      servers.add(new IceServer(turnUrls, credential.username(), credential.password()));
    }
    return Future.succeededFuture(
        new Answer(200, new IceServersResource(servers, TurnCredentials.LIFETIME.toSeconds())));
  }
}
