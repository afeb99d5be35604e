package dev.otter.turn;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.room.RoomsClient;
import dev.otter.contract.turn.RelayReport;
import dev.otter.turn.relay.RelayDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Comparator;

/**
 * The table of the calls that hand out STUN and TURN servers, and of those that show and end
 * relays: which path, who may, which handler.
 */
final class TurnRoutes implements HttpRoutes {

  private static final String INSTANCES = "/v1/turn/instances";

  private final Vertx vertx;
  private final IceUrls urls;
  private final IceServerLists lists;
  private final RelayDirectory directory;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to the auth verticle and to other orchestrators
   * @param urls which servers a room is given
   * @param lists puts credentials to them
   * @param directory the relays of the cluster
   */
  TurnRoutes(Vertx vertx, IceUrls urls, IceServerLists lists, RelayDirectory directory) {
    this.vertx = vertx;
    this.urls = urls;
    this.lists = lists;
    this.directory = directory;
  }

  @Override
  public void mount(Router router) {
    AuthClient auth = new AuthClient(vertx);
    BusRequests bus = new BusRequests(vertx);
    RequireRoomToken roomToken = new RequireRoomToken(auth);
    RoomsClient rooms = new RoomsClient(vertx);
    // Nothing for a room that has ended, nor for one who was put out.
    IceUrls ofLiveRooms = claims -> rooms.visit(claims).compose(room -> urls.of(claims));
    RequireApiKey apiKey = new RequireApiKey(auth, Scope.TURN_ADMIN);
    router
        .get("/v1/ice-servers")
        .handler(roomToken)
        .handler(Answering.with(new IceServersHandler(ofLiveRooms, lists)));
    router
        .get("/credentials")
        .handler(roomToken)
        .handler(Answering.with(new FirstOtterCredentialsHandler(ofLiveRooms, lists)));
    router.get(INSTANCES).handler(apiKey).handler(Answering.with(context -> list()));
    router
        .post(INSTANCES + "/:id/drain")
        .handler(apiKey)
        .handler(Answering.with(new EndRelayHandler(directory, bus, true)));
    router
        .delete(INSTANCES + "/:id")
        .handler(apiKey)
        .handler(Answering.with(new EndRelayHandler(directory, bus, false)));
  }

  private Future<Answer> list() {
    return Future.succeededFuture(
        new Answer(
            200,
            new RelayResource.All(
                directory.all().stream()
                    .sorted(Comparator.comparing(RelayReport::id))
                    .map(RelayResource::of)
                    .toList(),
                directory.waiting().entrySet().stream()
                    .map(each -> RelayResource.Waiting.of(each.getKey(), each.getValue()))
                    .sorted(Comparator.comparing(RelayResource.Waiting::node))
                    .toList())));
  }
}
