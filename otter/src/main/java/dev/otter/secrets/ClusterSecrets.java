package dev.otter.secrets;

import dev.otter.auth.ApiKey;
import dev.otter.auth.HashedApiKey;
import dev.otter.auth.Seal;
import dev.otter.auth.SigningKey;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RandomText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;

/**
 * What is made once per cluster and kept by every node.
 *
 * @param apiKeyId the id of the API key made at the first start
 * @param apiKeySha256 its hash; the key itself is not kept
 * @param apiKeyTokenSecret what its tokens are signed with, sealed; null in a file of an older
 *     version, whose key cannot sign tokens
 * @param signingKeyId the name of the key that signs room tokens
 * @param signingSecret that key, base64; a secret
 * @param turnSecret the TURN REST secret; a secret
 */
record ClusterSecrets(
    String apiKeyId,
    String apiKeySha256,
    String apiKeyTokenSecret,
    String signingKeyId,
    String signingSecret,
    String turnSecret) {

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
        RandomText.base64Url(SigningKey.MIN_BYTES));
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
