package dev.otter.secrets;

import dev.otter.auth.ApiKey;
import dev.otter.contract.bus.WireJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of a cluster that does not run yet: the content of {@code secrets.json} in each node's
 * data directory, made beforehand by who brings the cluster up. So no node makes an API key of its
 * own, and none has to be told one. Safe for any thread.
 */
public final class PreparedSecrets {

  /** The file's name in a node's data directory. */
  public static final String FILE = "secrets.json";

  private static final String HMAC = "HmacSHA256";

  private final ClusterSecrets secrets;
  private final Optional<String> newApiKey;

  private PreparedSecrets(ClusterSecrets secrets, Optional<String> newApiKey) {
    this.secrets = secrets;
    this.newApiKey = newApiKey;
  }

  /** Makes those of a new cluster. */
  public static PreparedSecrets fresh() {
    ApiKey key = ApiKey.random();
    return new PreparedSecrets(ClusterSecrets.random(key), Optional.of(key.text()));
  }

  /**
   * Reads those of a cluster that there is.
   *
   * @param json the file's content
   * @throws IllegalArgumentException when it is not such a file
   */
  public static PreparedSecrets of(String json) {
    return new PreparedSecrets(WireJson.read(json, ClusterSecrets.class), Optional.empty());
  }

  /** The file's content; a secret. */
  public String json() {
    return WireJson.write(secrets);
  }

  /** The first API key, if it was made just now; a secret, of which only a hash is in the file. */
  public Optional<String> newApiKey() {
    return newApiKey;
  }

  /** What TURN servers know; a secret. */
  public String turnSecret() {
    return secrets.turnSecret();
  }

  /**
   * Another secret of the cluster, from which the others cannot be found out.
   *
   * @param purpose what it is for; each purpose has its own
   * @return 43 characters of URL-safe base64, always the same ones
   */
  public String derived(String purpose) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secrets.signingSecret()), HMAC));
      byte[] made = mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "PreparedSecrets[]";
  }
}
