package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class ApiKeysTest {

  private static final String CURRENT = "otter_current_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String NEXT = "otter_next_zyxwvutsrqponmlkjihgfedcba9876543210";

  private final ApiKeys keys =
      new ApiKeys(
          List.of(
              HashedApiKey.of(new KeyId("current"), CURRENT),
              HashedApiKey.of(new KeyId("next"), NEXT)));

  @Test
  void eachOfOurKeysIsKnownByItsId() {
    assertThat(keys.verify(CURRENT)).isEqualTo(new ApiKeyClaims(new KeyId("current")));
    assertThat(keys.verify(NEXT)).isEqualTo(new ApiKeyClaims(new KeyId("next")));
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

  private static RefusedException refusal(ApiKeys keys, String key) {
    return catchThrowableOfType(RefusedException.class, () -> keys.verify(key));
  }
}
