package dev.otter.turn;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.turn.IceServerList;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code GET /v1/ice-servers?token=}: STUN and TURN servers with fresh credentials. */
final class IceServersHandler implements Function<RoutingContext, Future<Answer>> {

  private final IceUrls urls;
  private final IceServerLists lists;

  IceServersHandler(IceUrls urls, IceServerLists lists) {
    this.urls = urls;
    this.lists = lists;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    RoomClaims claims = RequireRoomToken.claims(context);
    return urls.of(claims).map(found -> answer(lists.of(null, found, claims.subject())));
  }

  private static Answer answer(IceServerList list) {
    return new Answer(200, new IceServersResource(list.servers(), list.ttlSeconds()));
  }
}
