package dev.otter.auth.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.id.KeyId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.function.Function;

/** The table of calls about keys and revocation: which path, which scope, which handler. */
public final class AuthRoutes implements HttpRoutes {

  /** The path parameter that holds a key's id. */
  static final String KEY_ID = "keyId";

  private static final String KEYS = "/v1/keys";

  private final AuthClient auth;
  private final InstantSource clock;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to the auth verticle
   * @param clock what a key's end is compared with
   */
  public AuthRoutes(Vertx vertx, InstantSource clock) {
    this.auth = new AuthClient(vertx);
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    withBody(router, KEYS, Scope.KEYS_ADMIN, new CreateKeyHandler(auth, clock));
    withBody(
        router, KEYS + "/:" + KEY_ID + "/rotate", Scope.KEYS_ADMIN, new RotateKeyHandler(auth));
    withBody(router, "/v1/tokens/revoke", Scope.ROOMS_WRITE, new RevokeTokenHandler(auth, clock));
    RequireApiKey admin = new RequireApiKey(auth, Scope.KEYS_ADMIN);
    router
        .get(KEYS)
        .handler(admin)
        .handler(
            Answering.with(
                context -> auth.listApiKeys().map(list -> new Answering.Answer(200, list))));
    router
        .route(HttpMethod.DELETE, KEYS + "/:" + KEY_ID)
        .handler(admin)
        .handler(
            Answering.with(
                context ->
                    auth.revokeApiKey(keyId(context)).map(key -> new Answering.Answer(200, key))));
  }

  /** Who calls is known before a byte of the body is read. */
  private void withBody(
      Router router,
      String path,
      Scope scope,
      Function<RoutingContext, Future<Answering.Answer>> operation) {
    router
        .post(path)
        .handler(new RequireApiKey(auth, scope))
        .handler(
            context -> {
              // A body is JSON whatever its client calls it; curl -d calls everything a form.
              context.request().headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
              context.next();
            });
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(JsonBody.MAX_BYTES))
        .handler(Answering.with(operation));
  }

  static KeyId keyId(RoutingContext context) {
    return new KeyId(context.pathParam(KEY_ID));
  }
}
