package dev.otter.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes short-lived TURN credentials in the TURN REST form (draft-uberti-behave-turn-rest-00): user
 * name {@code <expiry>:<participant>}, password base64 HMAC-SHA1 of it under the secret that the
 * relays know. The participant is a stable name, as relays count their quota by it.
 */
public final class TurnCredentials {

  /** How long a credential opens new allocations. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final String ALGORITHM = "HmacSHA1";

  private final Supplier<String> secret;
  private final InstantSource clock;

  /**
   * Makes credentials.
   *
   * @param secret that the relays know; a secret
   * @param clock what they expire by
   */
  public TurnCredentials(String secret, InstantSource clock) {
    this(() -> secret, clock);
  }

  /**
   * Makes credentials, each with the secret that signs at that moment.
   *
   * @param secrets that the relays know
   * @param clock what they expire by
   */
  public TurnCredentials(TurnSecrets secrets, InstantSource clock) {
    this(secrets::signing, clock);
  }

  private TurnCredentials(Supplier<String> secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /**
   * The name of a participant in user names. What stands for one in a token that a backend signed
   * may have any form, and CoTURN takes some characters for its own.
   *
   * @param subject of the token
   */
  public static String participant(String subject) {
    if (PLAIN.matcher(subject).matches()) {
      return subject;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return "sub-" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Makes a credential for a participant, from now.
   *
   * @param subject of the token
   */
  public Credential issue(String subject) {
    long expiry = clock.instant().plus(LIFETIME).getEpochSecond();
    String username = expiry + ":" + participant(subject);
    return new Credential(username, password(username));
  }

  /**
   * The password of a user name, whoever made it up.
   *
   * @param text a user name; not null
   * @return a secret
   */
  public String password(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.get().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /**
   * A user name and its password.
   *
   * @param username {@code <expiry in seconds since 1970>:<participant>}
   * @param password a secret
   */
  public record Credential(String username, String password) {

    /** Leaves the password out, so that no log line can hold it. */
    @Override
    public String toString() {
      return "Credential[username=" + username + "]";
    }
  }
}
