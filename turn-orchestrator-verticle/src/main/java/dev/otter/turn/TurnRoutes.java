package dev.otter.turn;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.RequireRoomToken;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/**
 * The table of the calls that hand out STUN and TURN servers: which path, who may, which handler.
 */
public final class TurnRoutes implements HttpRoutes {

  private final AuthClient auth;
  private final TurnConfig config;
  private final TurnCredentials credentials;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to the auth verticle
   * @param config which servers there are; its first secret signs
   * @param clock what credentials expire by
   */
  public TurnRoutes(Vertx vertx, TurnConfig config, InstantSource clock) {
    this.auth = new AuthClient(vertx);
    this.config = config;
    this.credentials = new TurnCredentials(config.secrets().get(0), clock);
  }

  @Override
  public void mount(Router router) {
    RequireRoomToken roomToken = new RequireRoomToken(auth);
    router
        .get("/v1/ice-servers")
        .handler(roomToken)
        .handler(Answering.with(new IceServersHandler(config.urls(), credentials)));
    router
        .get("/credentials")
        .handler(roomToken)
        .handler(Answering.with(new FirstOtterCredentialsHandler(config.urls(), credentials)));
  }
}
