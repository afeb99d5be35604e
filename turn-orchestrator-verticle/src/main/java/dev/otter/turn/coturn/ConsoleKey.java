package dev.otter.turn.coturn;

import dev.otter.contract.id.RandomText;
import dev.otter.turn.relay.RelayId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the passwords between a node and its relays are made of: that of a relay's console, and that
 * by which a relay is known at the Redis door. It stays when the TURN secrets change, so that a
 * node can still talk to the relays that it had before.
 *
 * @param value a secret
 */
public record ConsoleKey(String value) {

  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  /** Checks that there is one. */
  public ConsoleKey {
    Objects.requireNonNull(value, "value");
  }

  /** Makes a new one. */
  public static ConsoleKey random() {
    return new ConsoleKey(RandomText.base64Url(BYTES));
  }

  /**
   * Reads the one that is kept in a file, which is made when it is not there. Blocking.
   *
   * @param file where; nobody else may read it
   */
  public static ConsoleKey keptIn(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      String kept = Files.readString(file).strip();
      if (!kept.isEmpty()) {
        return new ConsoleKey(kept);
      }
      // A node died before it had written it.
    }
    ConsoleKey fresh = random();
    Files.writeString(file, fresh.value);
    return fresh;
  }

  /** The password of one relay's console; a secret. */
  String password(String relay) {
    return mac(relay);
  }

  /** What one relay says at the Redis door: its name, a dot and a proof; a secret. */
  String token(RelayId relay) {
    return relay.value() + "." + mac("redis " + relay.value());
  }

  /** The relay that says this at the Redis door; empty where no relay does. */
  Optional<RelayId> relayOf(String token) {
    int dot = token.lastIndexOf('.');
    if (dot < 0 || !RelayId.isValid(token.substring(0, dot))) {
      return Optional.empty();
    }
    RelayId relay = new RelayId(token.substring(0, dot));
    boolean same =
        MessageDigest.isEqual(
            token(relay).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    return same ? Optional.of(relay) : Optional.empty();
  }

  private String mac(String relay) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(relay.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "ConsoleKey[]";
  }
}
