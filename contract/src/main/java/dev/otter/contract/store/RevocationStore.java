package dev.otter.contract.store;

import dev.otter.contract.auth.RevokedToken;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Revoked tokens as they outlive the cluster. Futures as those of {@link RoomStore}. Safe for any
 * thread.
 */
public interface RevocationStore {

  /** Keeps a revocation; one that is kept already stays as it is. */
  Future<Void> insert(RevokedToken token);

  /** Forgets what ended before {@code limit}: such tokens are refused by their age. */
  Future<Void> deleteEndedBefore(Instant limit);

  /** Reads all revocations. */
  Future<List<RevokedToken>> allRevoked();

  /** A store that keeps nothing: writes succeed, and nothing is ever found. */
  static RevocationStore none() {
    return NoStore.INSTANCE;
  }
}
