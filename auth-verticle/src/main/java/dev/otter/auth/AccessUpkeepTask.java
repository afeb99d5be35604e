package dev.otter.auth;

import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.id.KeyId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps keys and revocations alike on all nodes, writes down which keys were used, and forgets what
 * has ended long ago. Safe for any thread.
 */
final class AccessUpkeepTask {

  /** How often nodes bring together what they know: what a lost message would cost. */
  static final Duration RECONCILE_PERIOD = Duration.ofSeconds(2);

  /** How often it is written down which keys were used. */
  static final Duration USE_PERIOD = Duration.ofMinutes(1);

  /** How often ended keys and tokens are forgotten. */
  static final Duration SWEEP_PERIOD = Duration.ofHours(1);

  /** A key that was used more often than this is written this often. */
  static final Duration USE_STEP = Duration.ofMinutes(10);

  /** How long an ended key is still listed; no link of a cluster's own lives so long. */
  static final Duration KEPT_AFTER_END = Duration.ofDays(31);

  private static final Logger LOG = LoggerFactory.getLogger(AccessUpkeepTask.class);

  private final SharedApiKeys keys;
  private final Revocations revocations;
  private final InstantSource clock;
  private final Set<KeyId> used = ConcurrentHashMap.newKeySet();

  AccessUpkeepTask(SharedApiKeys keys, Revocations revocations, InstantSource clock) {
    this.keys = keys;
    this.revocations = revocations;
    this.clock = clock;
  }

  /** Notes that a key was used; nothing is written now. */
  void used(KeyId keyId) {
    used.add(keyId);
  }

  Future<Void> reconcile() {
    return keys.reconcile()
        .compose(done -> revocations.reconcile(clock.instant()))
        .onFailure(failure -> LOG.warn("keys and revocations were not reconciled", failure));
  }

  /** Best effort: what cannot be written now is written when the key is used again. */
  Future<Void> writeUse() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<StoredApiKey> stale =
        used.stream()
            .map(keys.known()::find)
            .flatMap(Optional::stream)
            .filter(key -> isBefore(key.lastUsedAt(), now.minus(USE_STEP)))
            .toList();
    used.clear();
    return Future.join(stale.stream().map(key -> keys.change(key, k -> k.usedAt(now))).toList())
        .mapEmpty();
  }

  private static boolean isBefore(Instant time, Instant limit) {
    return time == null || time.isBefore(limit);
  }

  Future<Void> sweep() {
    Instant now = clock.instant();
    Instant limit = now.minus(KEPT_AFTER_END);
    List<Future<Void>> forgotten =
        keys.known().all().stream()
            .filter(key -> endedBefore(key, limit))
            .map(keys::forget)
            .toList();
    return Future.join(forgotten)
        .compose(done -> revocations.deleteEndedBefore(now.minus(RoomTokenClaims.LEEWAY)))
        .onFailure(failure -> LOG.warn("ended keys were not forgotten", failure));
  }

  private static boolean endedBefore(StoredApiKey key, Instant limit) {
    Instant end = key.revoked() ? key.revokedAt() : key.expiresAt();
    return end != null && end.isBefore(limit);
  }
}
