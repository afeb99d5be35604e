package dev.otter.secrets;

import dev.otter.contract.bus.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file in {@code dataDir} that keeps {@link ClusterSecrets} over a restart. Only its owner can
 * read it (0600, in a directory of 0700). It is written to the side, forced to disk and moved into
 * place, so that a kill leaves the old one or the new one. Blocking.
 */
final class SecretsFile {

  private static final String NAME = PreparedSecrets.FILE;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  SecretsFile(Path dataDir) {
    this.file = dataDir.resolve(NAME);
  }

  /**
   * Reads the secrets.
   *
   * @return empty when there is no file yet
   * @throws UncheckedIOException when it is there and cannot be read
   */
  Optional<ClusterSecrets> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(WireJson.read(Files.readString(file), ClusterSecrets.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException(file + " is not a secrets file of Otter"));
    }
  }

  /**
   * Writes the secrets, unless it has them already.
   *
   * @throws UncheckedIOException as {@link #read} and {@link #write}
   */
  void keep(ClusterSecrets secrets) {
    if (!read().equals(Optional.of(secrets))) {
      write(secrets);
    }
  }

  /**
   * Writes the secrets.
   *
   * @throws UncheckedIOException when the directory cannot be written
   */
  void write(ClusterSecrets secrets) {
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
      Path aside = Files.createTempFile(file.getParent(), NAME, ".tmp", ownerOnly);
      try {
        Durable.write(aside, WireJson.write(secrets));
        Files.move(
            aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
