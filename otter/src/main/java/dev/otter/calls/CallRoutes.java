package dev.otter.calls;

import dev.otter.calls.CallResources.CallDetail;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.QueryParameters;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The table of calls about calls: {@code GET /v1/calls}, and one room's timeline. */
public final class CallRoutes implements HttpRoutes {

  private static final String SINCE = "since";
  private static final String FAILED = "failed";
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;
  private static final String ROOM = "room";

  private final AuthClient auth;
  private final RoomsClient rooms;
  private final GatheredCalls gathered;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to all nodes
   * @param nodes which nodes there are at this moment
   * @param quality what participants report of their calls
   */
  public CallRoutes(Vertx vertx, Supplier<List<NodeTag>> nodes, QualityReports quality) {
    this.auth = new AuthClient(vertx);
    this.rooms = new RoomsClient(vertx);
    this.gathered = new GatheredCalls(vertx, nodes, quality);
  }

  @Override
  public void mount(Router router) {
    RequireApiKey reader = new RequireApiKey(auth, Scope.ROOMS_READ);
    router.get("/v1/calls").handler(reader).handler(Answering.with(this::list));
    router
        .get("/v1/rooms/:" + ROOM + "/timeline")
        .handler(reader)
        .handler(Answering.with(this::timeline));
  }

  private Future<Answer> list(RoutingContext context) {
    QueryParameters query = QueryParameters.read(context, Set.of(SINCE, FAILED, LIMIT, AFTER));
    Instant since = query.time(SINCE).orElse(Instant.EPOCH);
    boolean failedOnly = query.flag(FAILED).orElse(false);
    int limit = query.integer(LIMIT, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    CallCursor after = query.text(AFTER).map(CallCursor::parse).orElse(null);
    return new CallListing(gathered, since, failedOnly, limit)
        .page(after)
        .map(page -> new Answer(200, page));
  }

  private Future<Answer> timeline(RoutingContext context) {
    String idOrName = context.pathParam(ROOM);
    return rooms
        .find(idOrName)
        .map(Room::roomId)
        .compose(
            id -> detail(id).map(detail -> new Answer(200, detail)),
            notFound ->
                RoomId.isValid(idOrName)
                    ? detail(new RoomId(idOrName)).compose(each -> ended(each, notFound))
                    : Future.failedFuture(notFound));
  }

  /** Of a room that is no longer known, as long as somebody remembers what happened. */
  private static Future<Answer> ended(CallDetail detail, Throwable notFound) {
    return detail.events().isEmpty()
        ? Future.failedFuture(notFound)
        : Future.succeededFuture(new Answer(200, detail));
  }

  private Future<CallDetail> detail(RoomId id) {
    return gathered
        .timelines(List.of(id))
        .map(answers -> CallDetail.of(answers.answers().get(0), answers.silent()));
  }
}
