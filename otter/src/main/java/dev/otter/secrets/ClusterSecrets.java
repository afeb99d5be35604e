package dev.otter.secrets;

import dev.otter.auth.ApiKey;
import dev.otter.auth.HashedApiKey;
import dev.otter.auth.SigningKey;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RandomText;
import java.util.Base64;
import java.util.Objects;

/**
 * What is made once per cluster and kept by every node.
 *
 * @param apiKeyId the id of the API key made at the first start
 * @param apiKeySha256 its hash; the key itself is not kept
 * @param signingKeyId the name of the key that signs room tokens
 * @param signingSecret that key, base64; a secret
 * @param turnSecret the TURN REST secret; a secret
 */
record ClusterSecrets(
    String apiKeyId,
    String apiKeySha256,
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
    return new ClusterSecrets(
        hashed.keyId().value(),
        hashed.sha256(),
        RandomText.alphanumeric(8),
        RandomText.base64Url(SigningKey.MIN_BYTES),
        RandomText.base64Url(SigningKey.MIN_BYTES));
  }

  HashedApiKey hashedApiKey() {
    return new HashedApiKey(new KeyId(apiKeyId), apiKeySha256);
  }

  SigningKey signingKey() {
    return new SigningKey(new KeyId(signingKeyId), Base64.getUrlDecoder().decode(signingSecret));
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "ClusterSecrets[apiKeyId=" + apiKeyId + ", signingKeyId=" + signingKeyId + "]";
  }
}
