package dev.otter.command;

import dev.otter.contract.config.OtterConfig;
import dev.otter.store.StoreCheck;
import dev.otter.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at the data directory and the store. Blocking. */
final class DataDirCheck {

  private static final String DIRECTORY = "dataDir";
  private static final String STORE = "store";
  private static final long LITTLE_SPACE_BYTES = 200L * 1024 * 1024;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final OtterConfig config;

  DataDirCheck(OtterConfig config) {
    this.config = config;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    directory(findings);
    store(findings);
    return findings;
  }

  private void directory(List<Finding> findings) {
    Path directory = config.dataDir().toAbsolutePath().normalize();
    Path existing = directory;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      findings.add(
          Finding.wrong(
              DIRECTORY, existing + " cannot be written; give the node's user the right to"));
      return;
    }
    if (!existing.equals(directory)) {
      findings.add(
          Finding.ok(DIRECTORY, directory + " is not there yet; the first start makes it"));
      return;
    }
    try {
      if (Files.getPosixFilePermissions(directory).stream().anyMatch(OTHERS::contains)) {
        findings.add(
            Finding.warning(
                DIRECTORY,
                directory + " can be read by others, and holds secrets; chmod 700 " + directory));
      }
      long free = Files.getFileStore(directory).getUsableSpace();
      findings.add(
          free < LITTLE_SPACE_BYTES
              ? Finding.warning(DIRECTORY, "only " + free / 1024 / 1024 + " MiB free")
              : Finding.ok(DIRECTORY, directory + " can be written"));
    } catch (IOException | UnsupportedOperationException e) {
      findings.add(Finding.warning(DIRECTORY, directory + " cannot be looked at"));
    }
  }

  private void store(List<Finding> findings) {
    if (!config.keepsStore()) {
      findings.add(
          Finding.warning(
              STORE,
              "none: rooms and API keys are lost when the last node stops; set store.url to a"
                  + " PostgreSQL database that all nodes share"));
      return;
    }
    try {
      findings.add(Finding.ok(STORE, StoreCheck.look(config.store(), config.dataDir())));
    } catch (StoreException e) {
      findings.add(Finding.wrong(STORE, e.getMessage()));
    }
  }
}
