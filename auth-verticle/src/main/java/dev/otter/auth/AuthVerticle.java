package dev.otter.auth;

import dev.otter.contract.auth.AccessRevoked;
import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.CreateApiKey;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.ListApiKeys;
import dev.otter.contract.auth.ListRevoked;
import dev.otter.contract.auth.RevokeApiKey;
import dev.otter.contract.auth.RevokeToken;
import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.auth.RotateApiKey;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers who may do what: API keys and room tokens. Runs on its own event-loop context.
 *
 * <p>What another node revokes is heard at once by a message, and again by reconciling, as a
 * message may be lost.
 */
public final class AuthVerticle extends VerticleBase {

  private final AuthSetup setup;
  private final InstantSource clock;
  private final Seal seal;
  private final ApiKeys known;
  private BusReplies replies;
  private SharedApiKeys keys;
  private Revocations revocations;
  private RoomTokens tokens;
  private ApiKeyOperations operations;
  private AccessUpkeepTask upkeep;

  /**
   * Makes the verticle.
   *
   * @param setup keys and stores
   * @param clock what expiry is measured by
   */
  public AuthVerticle(AuthSetup setup, InstantSource clock) {
    this.setup = setup;
    this.clock = clock;
    this.seal = Seal.of(setup.signingKey());
    this.known = new ApiKeys(setup.configured().stream().map(ConfiguredApiKey::hashed).toList());
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    return SharedApiKeys.open(vertx, known, setup.keys())
        .compose(opened -> keepMade(opened).map(opened))
        .compose(
            opened -> {
              keys = opened;
              return Revocations.open(vertx, setup.revocations(), clock.instant());
            })
        .compose(this::open);
  }

  /** The key of the first start is one like any other from then on: it can be rotated, revoked. */
  private Future<?> keepMade(SharedApiKeys opened) {
    return Future.all(
        setup.made().stream()
            .map(
                made ->
                    opened
                        .find(made.keyId())
                        .compose(
                            there ->
                                there.isPresent() ? Future.succeededFuture() : opened.add(made)))
            .toList());
  }

  private Future<?> open(Revocations opened) {
    revocations = opened;
    tokens =
        new RoomTokens(
            vertx,
            setup.signingKey(),
            new TokenSigners(setup.configured(), keys, revocations, seal),
            clock);
    operations = new ApiKeyOperations(setup.configured(), keys, seal, clock, this::publish);
    upkeep = new AccessUpkeepTask(keys, revocations, clock);
    every(AccessUpkeepTask.RECONCILE_PERIOD, upkeep::reconcile);
    every(AccessUpkeepTask.USE_PERIOD, upkeep::writeUse);
    every(AccessUpkeepTask.SWEEP_PERIOD, upkeep::sweep);
    vertx
        .eventBus()
        .<AccessRevoked>consumer(
            BusAddress.ACCESS_REVOKED.address(), message -> upkeep.reconcile());
    return answer();
  }

  private void every(Duration period, Runnable task) {
    vertx.setPeriodic(period.toMillis(), timer -> task.run());
  }

  private Future<?> answer() {
    return Future.all(
        List.of(
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
                request -> verify(request.key())),
            replies.answer(
                BusAddress.CREATE_API_KEY.address(), CreateApiKey.class, operations::create),
            replies.answer(
                BusAddress.ROTATE_API_KEY.address(), RotateApiKey.class, operations::rotate),
            replies.answer(
                BusAddress.REVOKE_API_KEY.address(), RevokeApiKey.class, operations::revoke),
            replies.answer(
                BusAddress.LIST_API_KEYS.address(),
                ListApiKeys.class,
                request -> Future.succeededFuture(operations.list())),
            replies.answer(BusAddress.REVOKE_TOKEN.address(), RevokeToken.class, this::revokeToken),
            replies.answer(
                BusAddress.LIST_REVOKED.address(),
                ListRevoked.class,
                request -> Future.succeededFuture(revoked()))));
  }

  private Future<ApiKeyClaims> verify(String key) {
    // A key made on another node a moment ago is in the map before its maker has the answer.
    Future<?> read =
        ApiKeys.idIn(key).filter(id -> known.find(id).isEmpty()).isPresent()
            ? keys.find(ApiKeys.idIn(key).orElseThrow())
            : Future.succeededFuture();
    return read.map(done -> known.verify(key, clock.instant()))
        .onSuccess(claims -> upkeep.used(claims.keyId()));
  }

  private Future<RevokedToken> revokeToken(RevokeToken request) {
    Future<RevokedToken> meant =
        request.token() == null
            ? Future.succeededFuture(new RevokedToken(request.tokenId(), request.until()))
            : tokens
                .verifySigned(request.token())
                .map(
                    signed ->
                        new RevokedToken(signed.claims().tokenId(), signed.claims().expiresAt()))
                .recover(failure -> Future.failedFuture(notToRevoke(failure)));
    return meant
        .compose(revocations::revoke)
        .onSuccess(token -> publish(AccessRevoked.token(token.tokenId())));
  }

  /** The token is not what the caller came with, but what it speaks of. */
  private static Throwable notToRevoke(Throwable failure) {
    return failure instanceof RefusedException
        ? new RefusedException(
            ErrorCode.FIELD_INVALID,
            "token must be a room token of this cluster that has not ended")
        : failure;
  }

  private AccessRevoked revoked() {
    return new AccessRevoked(
        revocations.tokenIds(),
        known.all().stream()
            .filter(StoredApiKey::revoked)
            .map(StoredApiKey::keyId)
            .collect(Collectors.toSet()));
  }

  private void publish(AccessRevoked revoked) {
    vertx.eventBus().publish(BusAddress.ACCESS_REVOKED.address(), revoked);
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
