package dev.otter.turn.docker;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes a tar file (POSIX ustar) of a few small files, all owned by one user. */
public final class TarFile {

  private static final int BLOCK = 512;
  private static final int MODE_AT = 100;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;

  private final Buffer out = Buffer.buffer();
  private final int owner;

  /**
   * Begins a file.
   *
   * @param owner number of the user and the group that its entries belong to
   */
  public TarFile(int owner) {
    this.owner = owner;
  }

  /**
   * Adds a directory that only its owner may enter.
   *
   * @param name its path
   */
  public TarFile directory(String name) {
    return entry(name + "/", '5', 0700, new byte[0]);
  }

  /**
   * Adds a file that only its owner may read.
   *
   * @param name its path
   * @param text what is in it; may be a secret
   */
  public TarFile file(String name, String text) {
    return entry(name, '0', 0600, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes, with the end mark. */
  public Buffer bytes() {
    return out.copy().appendBytes(new byte[2 * BLOCK]);
  }

  private TarFile entry(String name, char type, int mode, byte[] content) {
    Buffer header = Buffer.buffer(new byte[BLOCK]);
    header.setString(0, name);
    int at = MODE_AT;
    at = octal(header, at, 8, mode);
    at = octal(header, at, 8, owner);
    at = octal(header, at, 8, owner);
    at = octal(header, at, 12, content.length);
    octal(header, at, 12, 0);
    header.setByte(TYPE_AT, (byte) type);
    header.setString(MAGIC_AT, "ustar\0" + "00");
    // The sum is of the header with spaces in the sum's place.
    header.setString(CHECKSUM_AT, "        ");
    int sum = 0;
    for (byte each : header.getBytes()) {
      sum += each & 0xff;
    }
    octal(header, CHECKSUM_AT, 7, sum);
    int padding = (BLOCK - content.length % BLOCK) % BLOCK;
    out.appendBuffer(header).appendBytes(content).appendBytes(new byte[padding]);
    return this;
  }

  private static int octal(Buffer header, int at, int width, int number) {
    String digits = Integer.toOctalString(number);
    header.setString(at, "0".repeat(width - 1 - digits.length()) + digits + "\0");
    return at + width;
  }
}
