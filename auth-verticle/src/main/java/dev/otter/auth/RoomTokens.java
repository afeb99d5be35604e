package dev.otter.auth;

import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.calls.CallNews;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RandomText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes and verifies room tokens: JWT (RFC 7519), HS256 and nothing else, following RFC 8725. The
 * cluster signs them, or a backend by itself with its API key; the header names which.
 * vertx-auth-jwt does the cryptography, issuer and audience; this class decides what else a token
 * must be. Every bad token gets the same refusal, so that nobody learns which check it failed; only
 * one that was good and has ended is told so.
 */
final class RoomTokens {

  static final String ALGORITHM = "HS256";
  static final String ISSUER = "otter";
  static final String AUDIENCE = "otter-room";

  private static final int SUBJECT_BYTES = 12;

  /** How long a join link lasts. */
  static final Duration LIFETIME = Duration.ofHours(24);

  /** A token of ours has some 300 characters. */
  static final int MAX_CHARACTERS = 2_048;

  private static final String KEY_CLAIM = "key";

  private final Vertx vertx;
  private final KeyId clusterKeyId;
  private final JWTAuth cluster;
  private final TokenHeaderRule headerRule = new TokenHeaderRule(ALGORITHM);
  private final TokenSigners signers;
  private final InstantSource clock;
  private final CallNews calls;

  /** API keys that have signed a token which came here; no more than there are keys. */
  private final Map<KeyId, JWTAuth> apiKeys = new ConcurrentHashMap<>();

  /**
   * Makes the tokens of a cluster.
   *
   * @param key what the cluster signs with
   * @param signers who else may sign, and what was revoked
   */
  RoomTokens(Vertx vertx, SigningKey key, TokenSigners signers, InstantSource clock) {
    this.vertx = vertx;
    this.clusterKeyId = key.keyId();
    this.cluster = jwt(vertx, key.keyId(), key.secret());
    this.signers = signers;
    this.clock = clock;
    this.calls = new CallNews(vertx.eventBus());
  }

  private static JWTAuth jwt(Vertx vertx, KeyId keyId, byte[] secret) {
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addPubSecKey(
                new PubSecKeyOptions()
                    .setAlgorithm(ALGORITHM)
                    .setId(keyId.value())
                    .setBuffer(Buffer.buffer(secret)))
            // Expiry is checked here, by the injected clock and with exp mandatory.
            .setJWTOptions(
                new JWTOptions()
                    .setAlgorithm(ALGORITHM)
                    .setIssuer(ISSUER)
                    .addAudience(AUDIENCE)
                    .setIgnoreExpiration(true)));
  }

  /**
   * Makes a token that opens a room: for a subject that is new, or for an identity, which has the
   * same subject in each of its tokens for this room.
   */
  IssuedRoomToken issue(IssueRoomToken request) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt =
        request.lifetimeSeconds() == 0
            ? now.plus(LIFETIME)
            : now.plusSeconds(request.lifetimeSeconds());
    boolean link = request.identity() == null;
    JsonObject claims =
        new JsonObject()
            .put("iat", now.getEpochSecond())
            .put("exp", expiresAt.getEpochSecond())
            .put("jti", RandomText.base64Url(16))
            .put("sub", link ? "guest-" + RandomText.alphanumeric(12) : subject(request));
    RoomTokenClaims.write(request, claims);
    if (request.keyId() != null) {
      claims.put(KEY_CLAIM, request.keyId().value());
    }
    JWTOptions options =
        new JWTOptions().setAlgorithm(ALGORITHM).setIssuer(ISSUER).addAudience(AUDIENCE);
    return new IssuedRoomToken(cluster.generateToken(claims, options), expiresAt);
  }

  /**
   * What stands for an identity in logs and TURN user names: the identity may be a person's name.
   */
  private static String subject(IssueRoomToken request) {
    String text = request.roomId().value() + ' ' + request.identity();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      byte[] start = Arrays.copyOf(digest, SUBJECT_BYTES);
      return "id-" + Base64.getUrlEncoder().withoutPadding().encodeToString(start);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Verifies a token.
   *
   * @param token what the client presented; may be null
   * @return what it says; fails with a {@link RefusedException} when it is missing, not good, has
   *     ended, or was revoked
   */
  Future<RoomClaims> verify(String token) {
    return prove(token)
        .map(
            proven -> {
              try {
                Signed signed = proven.read(clock.instant());
                signers.check(signed.claims(), signed.byApiKey(), clock.instant());
                return signed.claims();
              } catch (RefusedException e) {
                tell(proven, e);
                throw e;
              }
            });
  }

  /** What was good once says truly which call its holder does not get into. */
  private void tell(Proven proven, RefusedException refusal) {
    if (refusal.code() != ErrorCode.TOKEN_INVALID) {
      RoomTokenClaims.room(proven.claims()).ifPresent(room -> calls.refused(room, refusal.code()));
    }
  }

  /**
   * The claims of a token whose signature, issuer and audience are good.
   *
   * @param keyId the API key that signed it, or that it was made for; null for none
   */
  private record Proven(JsonObject claims, KeyId keyId, boolean byApiKey) {

    Signed read(Instant now) {
      return new Signed(RoomTokenClaims.read(claims, keyId, now), byApiKey);
    }

    /** Leaves the claims out, so that no log line can hold them. */
    @Override
    public String toString() {
      return "Proven[keyId=" + keyId + "]";
    }
  }

  /**
   * What a good token says, and who has signed it.
   *
   * @param byApiKey whether an API key has, and not the cluster
   */
  record Signed(RoomClaims claims, boolean byApiKey) {}

  /** Verifies a token, as {@link #verify}, but whether it was revoked. */
  Future<Signed> verifySigned(String token) {
    return prove(token).map(proven -> proven.read(clock.instant()));
  }

  private Future<Proven> prove(String token) {
    if (token == null || token.isEmpty()) {
      return Future.failedFuture(
          new RefusedException(
              ErrorCode.TOKEN_MISSING, "this call needs the token of a join link: ?token="));
    }
    Optional<KeyId> keyId =
        token.length() > MAX_CHARACTERS ? Optional.empty() : headerRule.keyId(token);
    if (keyId.isEmpty()) {
      return Future.failedFuture(RoomTokenClaims.invalid());
    }
    boolean byCluster = keyId.get().equals(clusterKeyId);
    return (byCluster ? Future.succeededFuture(cluster) : signer(keyId.get()))
        // At a claim of a type it does not expect, vertx-auth-jwt throws instead of failing.
        .compose(jwt -> jwt.authenticate(new TokenCredentials(token)))
        .recover(failure -> Future.failedFuture(RoomTokenClaims.invalid()))
        .map(user -> user.attributes().getJsonObject("accessToken"))
        .map(claims -> new Proven(claims, byCluster ? keyClaim(claims) : keyId.get(), !byCluster));
  }

  private Future<JWTAuth> signer(KeyId keyId) {
    if (!signers.knows(keyId)) {
      apiKeys.remove(keyId);
    }
    JWTAuth seen = apiKeys.get(keyId);
    return seen != null
        ? Future.succeededFuture(seen)
        : signers
            .secretOf(keyId)
            .map(
                secret -> {
                  JWTAuth jwt = jwt(vertx, keyId, secret.orElseThrow(RoomTokenClaims::invalid));
                  apiKeys.put(keyId, jwt);
                  return jwt;
                });
  }

  private static KeyId keyClaim(JsonObject claims) {
    return claims.getValue(KEY_CLAIM) instanceof String id && !id.isEmpty() ? new KeyId(id) : null;
  }
}
