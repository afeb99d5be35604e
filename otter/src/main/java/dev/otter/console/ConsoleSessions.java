package dev.otter.console;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.ApiKeyList;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RandomText;
import dev.otter.contract.kv.KeyValueStore;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who has signed in to the console, on any node. A session is known by a random secret, of which
 * the store has the hash; it ends after {@link #LIFE}, or when its key is good no more. A key has
 * {@link #MOST_OF_A_KEY} at once, the oldest makes place. Safe for any thread.
 */
final class ConsoleSessions {

  /** How long a session is good, however much it is used. */
  static final Duration LIFE = Duration.ofMinutes(30);

  /** So many sessions may one key have at once. */
  static final int MOST_OF_A_KEY = 8;

  private static final int SECRET_BYTES = 32;
  private static final int TRIES = 5;
  private static final String[] NONE = {};

  private final KeyValueStore store;
  private final Supplier<Future<ApiKeyList>> keys;
  private final InstantSource clock;

  /**
   * Makes them.
   *
   * @param store what all nodes share
   * @param keys the keys as they are now
   * @param clock by which sessions end
   */
  ConsoleSessions(KeyValueStore store, Supplier<Future<ApiKeyList>> keys, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Begins a session.
   *
   * @param claims of the key that came, which is good
   * @return its secret
   */
  Future<String> begin(ApiKeyClaims claims) {
    String secret = RandomText.base64Url(SECRET_BYTES);
    ConsoleSession session =
        new ConsoleSession(claims.keyId(), claims.scopes(), clock.instant().plus(LIFE));
    return store
        .put(hash(secret), WireJson.write(session), LIFE)
        .compose(done -> list(claims.keyId(), hash(secret), TRIES))
        .map(secret);
  }

  /**
   * Finds a session.
   *
   * @param secret what the browser came with; null for nothing
   * @return fails with {@code session-ended} when it is over or its key is good no more
   */
  Future<ConsoleSession> find(String secret) {
    if (secret == null) {
      return Future.failedFuture(ended());
    }
    return store
        .get(hash(secret))
        .compose(
            json -> {
              ConsoleSession session =
                  json.map(each -> WireJson.read(each, ConsoleSession.class))
                      .filter(each -> clock.instant().isBefore(each.endsAt()))
                      .orElseThrow(ConsoleSessions::ended);
              return keys.get().map(all -> good(session, all));
            });
  }

  /** Ends a session; ending one twice is ending it once. */
  Future<Void> end(String secret) {
    return secret == null ? Future.succeededFuture() : store.delete(hash(secret)).mapEmpty();
  }

  private ConsoleSession good(ConsoleSession session, ApiKeyList all) {
    return all.keys().stream()
        .filter(each -> each.id().equals(session.keyId()))
        .filter(this::isGood)
        .map(each -> session)
        .findFirst()
        .orElseThrow(ConsoleSessions::ended);
  }

  private boolean isGood(ApiKeyInfo key) {
    return key.revokedAt() == null
        && (key.expiresAt() == null || clock.instant().isBefore(key.expiresAt()));
  }

  /** Puts a session on its key's list, and ends the oldest where there are too many. */
  private Future<Void> list(KeyId keyId, String session, int tries) {
    String name = "key/" + keyId.value();
    return store
        .get(name)
        .compose(
            before -> {
              List<String> there =
                  new ArrayList<>(
                      List.of(
                          before.map(json -> WireJson.read(json, String[].class)).orElse(NONE)));
              there.add(session);
              List<String> gone =
                  List.copyOf(there.subList(0, Math.max(0, there.size() - MOST_OF_A_KEY)));
              there.removeAll(gone);
              return replace(name, before, WireJson.write(there))
                  .compose(
                      done -> {
                        if (done) {
                          return Future.all(gone.stream().map(store::delete).toList()).mapEmpty();
                        }
                        return tries > 1
                            ? list(keyId, session, tries - 1)
                            : Future.failedFuture("the sessions of a key change too fast");
                      });
            });
  }

  private Future<Boolean> replace(String name, Optional<String> before, String after) {
    return before
        .map(expected -> store.compareAndSet(name, expected, after, LIFE))
        .orElseGet(() -> store.putIfAbsent(name, after, LIFE).map(Optional::isEmpty));
  }

  private static RefusedException ended() {
    return new RefusedException(
        ErrorCode.SESSION_ENDED, "nobody is signed in, or the session has ended");
  }

  private static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
