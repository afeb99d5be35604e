package dev.otter.auth;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API keys that this node knows. Holds hashes only; what it once knew of a key it never forgets
 * by hearsay, so that a lost map makes no revoked key good. Safe for any thread.
 */
final class ApiKeys {

  /** Longer than any key of ours; what is longer is not worth hashing. */
  private static final int MAX_CHARACTERS = 512;

  private static final Pattern FORM = Pattern.compile("otter_([0-9A-Za-z]{1,64})_[0-9A-Za-z]+");

  /** Compared with when an id is unknown, so that the answer takes as long. */
  private static final HashedApiKey NOBODYS = ApiKey.random().hashed();

  private final List<HashedApiKey> configured;
  private final Map<KeyId, StoredApiKey> stored = new ConcurrentHashMap<>();

  /**
   * Makes the set of keys.
   *
   * @param configured keys that are always good and may do everything
   */
  ApiKeys(List<HashedApiKey> configured) {
    this.configured = List.copyOf(configured);
  }

  /** Takes in what was read or heard of a key; answers what is known of it now. */
  StoredApiKey learn(StoredApiKey heard) {
    return stored.merge(heard.keyId(), heard, StoredApiKey::mergedWith);
  }

  /** Forgets a key that was revoked or has ended long ago. */
  void forget(KeyId keyId) {
    stored.remove(keyId);
  }

  Optional<StoredApiKey> find(KeyId keyId) {
    return Optional.ofNullable(stored.get(keyId));
  }

  Collection<StoredApiKey> all() {
    return stored.values();
  }

  /** The id that a key of our form names; empty for any other text. */
  static Optional<KeyId> idIn(String key) {
    if (key == null || key.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(key);
    return form.matches() ? Optional.of(new KeyId(form.group(1))) : Optional.empty();
  }

  /**
   * Verifies a key.
   *
   * @param key what the client presented; may be null
   * @param now the time
   * @throws RefusedException when it is missing, none of ours, or no longer good
   */
  ApiKeyClaims verify(String key, Instant now) {
    if (key == null || key.isEmpty()) {
      throw new RefusedException(
          ErrorCode.API_KEY_MISSING,
          "this call needs an API key: send it as Authorization: Bearer <key>");
    }
    if (key.length() > MAX_CHARACTERS) {
      throw invalid();
    }
    for (HashedApiKey each : configured) {
      if (each.matches(key)) {
        return new ApiKeyClaims(each.keyId(), Scope.all());
      }
    }
    Optional<StoredApiKey> named = idIn(key).flatMap(this::find);
    HashedApiKey compared =
        named.map(found -> new HashedApiKey(found.keyId(), found.sha256())).orElse(NOBODYS);
    if (!compared.matches(key) || named.isEmpty() || !named.get().goodAt(now)) {
      throw invalid();
    }
    return new ApiKeyClaims(named.get().keyId(), named.get().scopes());
  }

  private static RefusedException invalid() {
    return new RefusedException(ErrorCode.API_KEY_INVALID, "this API key is not known here");
  }
}
