package dev.otter.auth;

import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;

/** Answers who may do what: API keys and room tokens. Runs on its own event-loop context. */
public final class AuthVerticle extends VerticleBase {

  private final SigningKey signingKey;
  private final ApiKeys apiKeys;
  private final InstantSource clock;
  private BusReplies replies;

  /**
   * Makes the verticle.
   *
   * @param signingKey what signs room tokens; the same on every node
   * @param keys the API keys that are good
   * @param clock what expiry is measured by
   */
  public AuthVerticle(SigningKey signingKey, List<HashedApiKey> keys, InstantSource clock) {
    this.signingKey = signingKey;
    this.apiKeys = new ApiKeys(keys);
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    RoomTokens tokens = new RoomTokens(vertx, signingKey, clock);
    replies = new BusReplies(vertx);
    return Future.all(
        replies.answer(
            BusAddress.ISSUE_ROOM_TOKEN.address(),
            IssueRoomToken.class,
            request -> Future.succeededFuture(tokens.issue(request))),
        replies.answer(
            BusAddress.VERIFY_ROOM_TOKEN.address(),
            VerifyRoomToken.class,
            request -> tokens.verify(request.token())),
        replies.answer(
            BusAddress.VERIFY_API_KEY.address(),
            VerifyApiKey.class,
            request -> Future.succeededFuture(apiKeys.verify(request.key()))));
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
