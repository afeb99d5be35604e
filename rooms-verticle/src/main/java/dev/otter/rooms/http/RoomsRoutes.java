package dev.otter.rooms.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.http.RequireRoomToken;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The table of the room API: which path, who may, which handler. */
public final class RoomsRoutes implements HttpRoutes {

  /** The path parameter that holds a room's id or unique name. */
  static final String ROOM = "room";

  private final AuthClient auth;
  private final RoomsClient rooms;
  private final JoinLinks links;
  private final QualityReports quality;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to the rooms and auth verticles
   * @param publicUrl the base of the links handed out
   * @param quality what participants report of their calls
   */
  public RoomsRoutes(Vertx vertx, PublicUrl publicUrl, QualityReports quality) {
    this.auth = new AuthClient(vertx);
    this.rooms = new RoomsClient(vertx);
    this.links = new JoinLinks(auth, publicUrl);
    this.quality = quality;
  }

  @Override
  public void mount(Router router) {
    RequireApiKey writer = new RequireApiKey(auth, Scope.ROOMS_WRITE);
    RequireApiKey reader = new RequireApiKey(auth, Scope.ROOMS_READ);
    RequireRoomToken roomToken = new RequireRoomToken(auth);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(JsonBody.MAX_BYTES);

    // Who calls is known before a byte of the body is read: a route of its own, as vertx-web wants
    // body handlers first within one.
    router.post("/v1/rooms").handler(writer).handler(RoomsRoutes::takeBodyAsJson);
    router
        .post("/v1/rooms")
        .handler(body)
        .handler(Answering.with(new CreateRoomHandler(rooms, links)));
    router.post("/createRoom").handler(writer).handler(RoomsRoutes::takeBodyAsJson);
    router
        .post("/createRoom")
        .handler(body)
        .handler(Answering.with(new FirstOtterCreateRoomHandler(rooms, links)));

    String room = "/v1/rooms/:" + ROOM;
    router.get("/v1/rooms").handler(reader).handler(Answering.with(new ListRoomsHandler(rooms)));
    router
        .get(room)
        .handler(keyOr(roomToken, reader))
        .handler(Answering.with(new ReadRoomHandler(rooms, links)));
    router.patch(room).handler(writer).handler(RoomsRoutes::takeBodyAsJson);
    router.patch(room).handler(body).handler(Answering.with(new ChangeRoomHandler(rooms, links)));
    router
        .delete(room)
        .handler(keyOr(roomToken, writer))
        .handler(Answering.with(new EndRoomHandler(rooms)));
    mountParticipants(router, room, body);
    router
        .get("/room/:" + ROOM)
        .handler(roomToken)
        .handler(Answering.with(new FirstOtterReadRoomHandler(rooms, links)));
  }

  private void mountParticipants(Router router, String room, BodyHandler body) {
    RequireApiKey writer = new RequireApiKey(auth, Scope.ROOMS_WRITE);
    RequireApiKey reader = new RequireApiKey(auth, Scope.ROOMS_READ);
    String participants = room + "/participants";
    router
        .get(participants)
        .handler(reader)
        .handler(Answering.with(new ListParticipantsHandler(rooms)));
    router
        .delete(participants + "/:" + PutOutHandler.PARTICIPANT)
        .handler(keyOr(new RequireRoomToken(auth), writer))
        .handler(Answering.with(new PutOutHandler(rooms)));
    router
        .get(room + "/quality")
        .handler(reader)
        .handler(Answering.with(new ReadQualityHandler(rooms, quality)));
    String tokens = room + "/tokens";
    router.post(tokens).handler(writer).handler(RoomsRoutes::takeBodyAsJson);
    router
        .post(tokens)
        .handler(body)
        .handler(Answering.with(new IssueTokenHandler(auth, rooms, links)));
  }

  /** Where there is a room token it decides, and an API key is not looked at. */
  private static Handler<RoutingContext> keyOr(RequireRoomToken token, RequireApiKey key) {
    return context -> {
      if (RequireRoomToken.token(context) == null) {
        key.handle(context);
      } else {
        token.handle(context);
      }
    };
  }

  /** A body is JSON whatever its client calls it; curl -d calls everything a form. */
  static void takeBodyAsJson(RoutingContext context) {
    context.request().headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
    context.next();
  }
}
