package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class ApiKeysTest {

  private static final String CURRENT = "otter_current_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String NEXT = "otter_next_zyxwvutsrqponmlkjihgfedcba9876543210";

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final ApiKeys keys =
      new ApiKeys(
          List.of(
              HashedApiKey.of(new KeyId("current"), CURRENT),
              HashedApiKey.of(new KeyId("next"), NEXT)));

  @Test
  void eachOfOurKeysIsKnownByItsId() {
    assertThat(keys.verify(CURRENT, NOW))
        .isEqualTo(new ApiKeyClaims(new KeyId("current"), Scope.all()));
    assertThat(keys.verify(NEXT, NOW)).isEqualTo(new ApiKeyClaims(new KeyId("next"), Scope.all()));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void noKeyIsRefusedAsMissing(String key) {
    RefusedException refusal = refusal(keys, key);

    assertThat(refusal.code()).isEqualTo(ErrorCode.API_KEY_MISSING);
    assertThat(refusal)
        .hasMessage("this call needs an API key: send it as Authorization: Bearer <key>");
  }

  static Stream<String> wrongKeys() {
    return Stream.of(
        " ",
        "wrong",
        "otter_",
        "otter_current_",
        CURRENT.substring(0, CURRENT.length() - 1),
        CURRENT.substring(1),
        CURRENT + " ",
        CURRENT + "0",
        CURRENT + "\u0000",
        CURRENT + NEXT,
        CURRENT.toUpperCase(Locale.ROOT),
        "otter_next_0123456789abcdefghijklmnopqrstuvwxyz",
        HashedApiKey.of(new KeyId("current"), CURRENT).sha256(),
        "ключ🦦\ud800",
        "x".repeat(512),
        "x".repeat(513),
        "x".repeat(10_000),
        CURRENT + "x".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void everyOtherKeyIsRefusedTheSameWay(String key) {
    RefusedException refusal = refusal(keys, key);

    assertThat(refusal.code()).isEqualTo(ErrorCode.API_KEY_INVALID);
    assertThat(refusal).hasMessage("this API key is not known here");
  }

  @Test
  void whereThereAreNoKeysEveryKeyIsRefused() {
    RefusedException refusal = refusal(new ApiKeys(List.of()), CURRENT);

    assertThat(refusal.code()).isEqualTo(ErrorCode.API_KEY_INVALID);
  }

  @Test
  void aStoredKeyIsGoodUntilItEndsOrIsRevoked() {
    ApiKey fresh = ApiKey.random();
    StoredApiKey stored = stored(fresh, NOW.plusSeconds(10));
    keys.learn(stored);

    assertThat(keys.verify(fresh.text(), NOW))
        .isEqualTo(new ApiKeyClaims(fresh.keyId(), Set.of(Scope.ROOMS_READ)));
    assertThat(refusal(keys, ApiKey.PREFIX + fresh.keyId() + "_0").code())
        .isEqualTo(ErrorCode.API_KEY_INVALID);
    assertThat(
            catchThrowableOfType(
                RefusedException.class, () -> keys.verify(fresh.text(), NOW.plusSeconds(10))))
        .isNotNull();
    keys.learn(stored.revokedAt(NOW));
    assertThat(refusal(keys, fresh.text()).code()).isEqualTo(ErrorCode.API_KEY_INVALID);
  }

  @Test
  void whatWasRevokedIsNotForgottenByHearsay() {
    ApiKey fresh = ApiKey.random();
    StoredApiKey stored = stored(fresh, null);
    keys.learn(stored.revokedAt(NOW));

    keys.learn(stored);

    assertThat(refusal(keys, fresh.text()).code()).isEqualTo(ErrorCode.API_KEY_INVALID);
  }

  private static StoredApiKey stored(ApiKey key, Instant expiresAt) {
    return new StoredApiKey(
        key.keyId(),
        "test",
        Set.of(Scope.ROOMS_READ),
        key.hashed().sha256(),
        null,
        NOW,
        expiresAt,
        null,
        null);
  }

  private static RefusedException refusal(ApiKeys keys, String key) {
    return catchThrowableOfType(RefusedException.class, () -> keys.verify(key, NOW));
  }
}
