package dev.otter.turn.gateway;

import dev.otter.turn.TurnSecrets;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory: the minute, and a MAC of it and the client's address. Who cannot hear
 * at an address does not know its nonce. All nodes with one secret take each other's, also while
 * they change it. Used on one thread.
 */
final class ClientNonces {

  /** How many characters a nonce has: few, so that a refusal is not much longer than its cause. */
  static final int LENGTH = 12;

  private static final int MAC_BYTES = 7;
  private static final int MINUTES_GOOD = 60;
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "otter gateway nonce".getBytes(StandardCharsets.UTF_8);

  private final SecretMacs macs;
  private final InstantSource clock;

  /**
   * Makes nonces.
   *
   * @param secrets that all nodes have
   * @param clock what tells the minute
   */
  ClientNonces(TurnSecrets secrets, InstantSource clock) {
    this.macs = new SecretMacs(secrets, ClientNonces::mac);
    this.clock = clock;
  }

  /** The nonce of a client, from now. */
  String issue(InetSocketAddress client) {
    return nonce(macs.signing(), (short) minute(), client);
  }

  /** Whether a nonce is this client's, and not too old. */
  boolean isGood(String nonce, InetSocketAddress client) {
    if (nonce.length() != LENGTH) {
      return false;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return false;
    }
    short minute = ByteBuffer.wrap(bytes).getShort();
    int age = (short) (minute() - minute);
    if (age < 0 || age > MINUTES_GOOD) {
      return false;
    }
    byte[] came = nonce.getBytes(StandardCharsets.US_ASCII);
    boolean good = false;
    for (Mac mac : macs.accepted()) {
      byte[] made = nonce(mac, minute, client).getBytes(StandardCharsets.US_ASCII);
      good |= MessageDigest.isEqual(came, made);
    }
    return good;
  }

  private static Mac mac(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private long minute() {
    return clock.instant().getEpochSecond() / 60;
  }

  private static String nonce(Mac mac, short minute, InetSocketAddress client) {
    byte[] address = client.getAddress().getAddress();
    ByteBuffer covered = ByteBuffer.allocate(PURPOSE.length + 2 + 2 + address.length);
    covered.put(PURPOSE).putShort(minute).putShort((short) client.getPort()).put(address);
    byte[] code = Arrays.copyOf(mac.doFinal(covered.array()), MAC_BYTES);
    byte[] nonce = ByteBuffer.allocate(2 + MAC_BYTES).putShort(minute).put(code).array();
    return Base64.getUrlEncoder().encodeToString(nonce);
  }
}
