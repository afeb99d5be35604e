package dev.otter.auth;

import dev.otter.contract.auth.SecretSeal;
import dev.otter.contract.id.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes secrets for the store: AES-256-GCM under a key that is derived from the cluster's own
 * secret and is in no database. Safe for any thread.
 */
public final class Seal implements SecretSeal {

  private static final String LABEL = "otter seal";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private Seal(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** The seal of the cluster that has this signing key. */
  public static Seal of(SigningKey clusterKey) {
    return new Seal(TokenSecret.hmac(clusterKey.secret(), LABEL));
  }

  /** Closes the secret that the tokens of {@code apiKey} are signed with; text for the store. */
  public String closeTokenSecret(KeyId keyId, String apiKey) {
    return close(keyId.value(), TokenSecret.of(apiKey));
  }

  @Override
  public String close(String boundTo, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo).doFinal(secret);
      byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + closed.length);
      System.arraycopy(closed, 0, both, NONCE_BYTES, closed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  @Override
  public Optional<byte[]> open(String boundTo, String closed) {
    try {
      byte[] both = Base64.getUrlDecoder().decode(closed);
      byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, boundTo)
              .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String boundTo) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
