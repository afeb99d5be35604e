package dev.otter.secrets;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.RequireApiKey;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Instant;

/** The table of calls about the TURN secret: {@code GET /v1/turn/secret}, and {@code …/rotate}. */
public final class TurnSecretRoutes implements HttpRoutes {

  private static final String PATH = "/v1/turn/secret";

  private final AuthClient auth;
  private final TurnSecretRotation rotation;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to the auth verticle
   * @param rotation how far it is
   */
  public TurnSecretRoutes(Vertx vertx, TurnSecretRotation rotation) {
    this.auth = new AuthClient(vertx);
    this.rotation = rotation;
  }

  /**
   * How far a rotation is; nothing of the secret itself.
   *
   * @param rotatedAt since when the secret of now signs; null where it was never rotated
   * @param previousUntil until when the one before is good; null where it is not
   * @param refusal the code with which a rotation would be refused now; null where it would not
   * @param why the sentence to it
   */
  record TurnSecretResource(Instant rotatedAt, Instant previousUntil, String refusal, String why) {

    static TurnSecretResource of(TurnSecretRotation.State state) {
      return new TurnSecretResource(
          state.rotatedAt().orElse(null),
          state.previousUntil().orElse(null),
          state.refusal().map(RefusedException::code).map(ErrorCode::code).orElse(null),
          state.refusal().map(Throwable::getMessage).orElse(null));
    }
  }

  @Override
  public void mount(Router router) {
    RequireApiKey admin = new RequireApiKey(auth, Scope.TURN_ADMIN);
    router
        .get(PATH)
        .handler(admin)
        .handler(
            Answering.with(
                context ->
                    rotation.state().map(state -> new Answer(200, TurnSecretResource.of(state)))));
    router
        .post(PATH + "/rotate")
        .handler(admin)
        .handler(
            Answering.with(
                context ->
                    rotation
                        .rotate(RequireApiKey.claims(context).keyId())
                        .map(state -> new Answer(200, TurnSecretResource.of(state)))));
  }
}
