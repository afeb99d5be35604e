package dev.otter.auth;

import dev.otter.contract.auth.AccessRevoked;
import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.ApiKeyList;
import dev.otter.contract.auth.CreateApiKey;
import dev.otter.contract.auth.NewApiKey;
import dev.otter.contract.auth.RevokeApiKey;
import dev.otter.contract.auth.RotateApiKey;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Making, listing, rotating and revoking API keys. Safe for any thread. */
final class ApiKeyOperations {

  /** So many keys there may be, revoked ones too. */
  static final int MAX_KEYS = 1_000;

  private final List<ConfiguredApiKey> configured;
  private final SharedApiKeys keys;
  private final Seal seal;
  private final InstantSource clock;
  private final Consumer<AccessRevoked> onRevoked;

  /**
   * Makes the operations.
   *
   * @param onRevoked told of each revocation, once it is on the disk
   */
  ApiKeyOperations(
      List<ConfiguredApiKey> configured,
      SharedApiKeys keys,
      Seal seal,
      InstantSource clock,
      Consumer<AccessRevoked> onRevoked) {
    this.configured = List.copyOf(configured);
    this.keys = keys;
    this.seal = seal;
    this.clock = clock;
    this.onRevoked = onRevoked;
  }

  /** A key gives only scopes that it has itself. */
  Future<NewApiKey> create(CreateApiKey request) {
    request.scopes().forEach(request.by()::require);
    return make(request.name(), request.scopes(), request.expiresAt());
  }

  private Future<NewApiKey> make(String name, Set<Scope> scopes, Instant expiresAt) {
    if (keys.known().all().size() >= MAX_KEYS) {
      throw new RefusedException(
          ErrorCode.API_KEYS_FULL, "there are " + MAX_KEYS + " API keys, and no more may be made");
    }
    ApiKey fresh = ApiKey.random();
    StoredApiKey stored =
        new StoredApiKey(
            fresh.keyId(),
            name,
            scopes,
            fresh.hashed().sha256(),
            seal.closeTokenSecret(fresh.keyId(), fresh.text()),
            now(),
            expiresAt,
            null,
            null);
    return keys.add(stored).map(done -> new NewApiKey(ApiKeyInfo.of(stored), fresh.text()));
  }

  /** The new key is there before the old one's end is set. */
  Future<NewApiKey> rotate(RotateApiKey request) {
    return find(request.keyId())
        .compose(
            old -> {
              old.scopes().forEach(request.by()::require);
              if (!old.goodAt(now())) {
                throw new RefusedException(
                    ErrorCode.FIELD_INVALID, "this API key has ended already; make another one");
              }
              Instant end = now().plusSeconds(request.overlapSeconds());
              return make(old.name(), old.scopes(), null)
                  .compose(made -> keys.change(old, key -> key.endingAt(end)).map(made));
            });
  }

  Future<ApiKeyInfo> revoke(RevokeApiKey request) {
    return find(request.keyId())
        .compose(key -> keys.change(key, each -> each.revokedAt(now())))
        .onSuccess(revoked -> onRevoked.accept(AccessRevoked.key(revoked.keyId())))
        .map(ApiKeyInfo::of);
  }

  /** The oldest first. */
  ApiKeyList list() {
    Stream<ApiKeyInfo> stored =
        keys.known().all().stream()
            .sorted(
                Comparator.comparing(StoredApiKey::createdAt)
                    .thenComparing(key -> key.keyId().value()))
            .map(ApiKeyInfo::of);
    return new ApiKeyList(
        Stream.concat(configured.stream().map(ConfiguredApiKey::info), stored).toList());
  }

  private Future<StoredApiKey> find(KeyId keyId) {
    if (configured.stream().anyMatch(each -> each.hashed().keyId().equals(keyId))) {
      throw new RefusedException(
          ErrorCode.API_KEY_CONFIGURED,
          "this API key is set in the configuration (auth.apiKey); change it there");
    }
    return keys.find(keyId)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new RefusedException(
                            ErrorCode.API_KEY_NOT_FOUND, "no API key has this id")));
  }

  /** Whole milliseconds, as the store keeps them. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
