package dev.otter.secrets;

import dev.otter.auth.ApiKey;
import dev.otter.auth.HashedApiKey;
import dev.otter.auth.Seal;
import dev.otter.auth.SigningKey;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RandomText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is made once per cluster and kept by every node.
 *
 * @param apiKeyId the id of the API key made at the first start
 * @param apiKeySha256 its hash; the key itself is not kept
 * @param apiKeyTokenSecret what its tokens are signed with, sealed; null in a file of an older
 *     version, whose key cannot sign tokens
 * @param signingKeyId the name of the key that signs room tokens
 * @param signingSecret that key, base64; a secret
 * @param turnSecret the TURN REST secret that signs; a secret
 * @param turnRotation how far it is changed for another one; null where it never was
 */
record ClusterSecrets(
    String apiKeyId,
    String apiKeySha256,
    String apiKeyTokenSecret,
    String signingKeyId,
    String signingSecret,
    String turnSecret,
    TurnRotation turnRotation) {

  ClusterSecrets {
    Objects.requireNonNull(apiKeyId, "apiKeyId");
    Objects.requireNonNull(apiKeySha256, "apiKeySha256");
    Objects.requireNonNull(signingKeyId, "signingKeyId");
    Objects.requireNonNull(signingSecret, "signingSecret");
    Objects.requireNonNull(turnSecret, "turnSecret");
  }

  /** Makes the secrets of a new cluster, whose first API key is {@code apiKey}. */
  static ClusterSecrets random(ApiKey apiKey) {
    HashedApiKey hashed = apiKey.hashed();
    String signingKeyId = RandomText.alphanumeric(8);
    String signingSecret = RandomText.base64Url(SigningKey.MIN_BYTES);
    Seal seal = Seal.of(signingKey(signingKeyId, signingSecret));
    return new ClusterSecrets(
        hashed.keyId().value(),
        hashed.sha256(),
        seal.closeTokenSecret(apiKey.keyId(), apiKey.text()),
        signingKeyId,
        signingSecret,
        freshTurnSecret(),
        null);
  }

  /** Makes a TURN REST secret. */
  static String freshTurnSecret() {
    return RandomText.base64Url(SigningKey.MIN_BYTES);
  }

  /** The API key made at the first start, as it is stored; it may do everything. */
  StoredApiKey apiKey(Instant now) {
    return new StoredApiKey(
        new KeyId(apiKeyId),
        "first start",
        Scope.all(),
        apiKeySha256,
        apiKeyTokenSecret,
        now.truncatedTo(ChronoUnit.MILLIS),
        null,
        null,
        null);
  }

  /** The TURN REST secrets whose credentials are good, the one that signs first. */
  List<String> turnSecrets() {
    return Stream.of(turnSecret, rotation().next(), rotation().previous())
        .filter(Objects::nonNull)
        .toList();
  }

  /** How far the TURN secret is changed; number 0 where it never was. */
  TurnRotation rotation() {
    return turnRotation == null
        ? new TurnRotation(0, Instant.EPOCH, null, null, null, null)
        : turnRotation;
  }

  /** Whether nothing is being changed: another change may begin. */
  boolean isSteady() {
    return !rotation().isPreparing() && !rotation().isOverlapping();
  }

  /** Another TURN secret is made known; it does not sign yet. */
  ClusterSecrets preparing(String next, int number, Instant now) {
    return with(
        turnSecret, new TurnRotation(number, ms(now), rotation().rotatedAt(), next, null, null));
  }

  /** The TURN secret that was made known signs; the one before is good for so long. */
  ClusterSecrets switched(Instant now, Duration overlap) {
    TurnRotation before = rotation();
    return with(
        before.next(),
        new TurnRotation(
            before.number(), before.begunAt(), ms(now), null, turnSecret, ms(now.plus(overlap))));
  }

  /** The TURN secret before is good no more. */
  ClusterSecrets ended() {
    TurnRotation before = rotation();
    return with(
        turnSecret,
        new TurnRotation(before.number(), before.begunAt(), before.rotatedAt(), null, null, null));
  }

  /**
   * Whether these, which a node has kept, have a later TURN secret than the ones that its cluster
   * agreed on: a node that was away meanwhile has started first.
   */
  boolean isLaterThan(ClusterSecrets agreed) {
    return signingKeyId.equals(agreed.signingKeyId)
        && rotation().number() > agreed.rotation().number()
        && !turnSecret.equals(agreed.turnSecret);
  }

  private ClusterSecrets with(String signing, TurnRotation rotation) {
    return new ClusterSecrets(
        apiKeyId, apiKeySha256, apiKeyTokenSecret, signingKeyId, signingSecret, signing, rotation);
  }

  private static Instant ms(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  SigningKey signingKey() {
    return signingKey(signingKeyId, signingSecret);
  }

  private static SigningKey signingKey(String id, String secret) {
    return new SigningKey(new KeyId(id), Base64.getUrlDecoder().decode(secret));
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "ClusterSecrets[apiKeyId=" + apiKeyId + ", signingKeyId=" + signingKeyId + "]";
  }
}
