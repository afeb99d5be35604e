package dev.otter.turn;

import dev.otter.contract.auth.RoomClaims;
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

  private final IceUrls urls;
  private final TurnCredentials credentials;

  IceServersHandler(IceUrls urls, TurnCredentials credentials) {
    this.urls = urls;
    this.credentials = credentials;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    RoomClaims claims = RequireRoomToken.claims(context);
    return urls.of(claims)
        .map(
            found ->
                new Answer(
                    200,
                    new IceServersResource(
                        servers(found, claims.subject()), TurnCredentials.LIFETIME.toSeconds())));
  }

  private List<IceServer> servers(List<String> found, String participant) {
    List<String> stun = found.stream().filter(url -> url.startsWith("stun")).toList();
    List<String> turn = found.stream().filter(url -> url.startsWith("turn")).toList();
    List<IceServer> servers = new ArrayList<>();
    if (!stun.isEmpty()) {
      servers.add(new IceServer(stun, null, null));
    }
    if (!turn.isEmpty()) {
      Credential credential = credentials.issue(participant);
      servers.add(new IceServer(turn, credential.username(), credential.password()));
    }
    return servers;
  }
}
