package dev.otter.deploy.docker;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * One container, as it is wanted.
 *
 * @param name which part it is, such as {@code node-2}
 * @param role what it does
 * @param image what it is made of
 * @param body as the API wants it, without image and labels; no secrets
 * @param directory where its files go: a volume of it
 * @param files a tar file of them; may hold secrets
 * @param reload the signal by which it takes changed files; empty where it must be made anew
 * @param says in words for the user: where it is
 */
record Part(
    String name,
    Role role,
    String image,
    JsonObject body,
    String directory,
    Buffer files,
    Optional<String> reload,
    String says) {

  /** What a part does. */
  enum Role {
    /** Keeps rooms and keys. */
    DATABASE,
    /** Leads packets to the others, and theirs out. */
    ROUTER,
    /** Passes sound and picture on. */
    RELAY,
    /** Runs Otter. */
    NODE,
    /** Stands in front of the nodes. */
    BALANCER
  }

  private static final int DIGEST_BYTES = 8;

  /** Checks that all is there. */
  Part {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(image, "image");
  }

  /** Tells a container with another body from this one. */
  String bodyDigest() {
    return digest(body.toBuffer());
  }

  /** Tells a container with other files from this one; kept beside them. */
  String filesDigest() {
    return digest(files);
  }

  private static String digest(Buffer bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.getBytes());
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Leaves the files out, so that no log line can hold a secret. */
  @Override
  public String toString() {
    return "Part[" + name + "]";
  }
}
