package dev.otter.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.auth.ApiKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The TURN secret is changed for another one in steps; two are good at a time. */
class ClusterSecretsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final Duration OVERLAP = Duration.ofMinutes(11);

  private final ClusterSecrets first = ClusterSecrets.random(ApiKey.random());
  private final String old = first.turnSecret();

  @Test
  void aNewSecretIsKnownBeforeItSignsAndTheOldOneIsGoodUntilItsCredentialsHaveEnded() {
    assertThat(first.turnSecrets()).containsExactly(old);
    assertThat(first.isSteady()).isTrue();

    ClusterSecrets preparing = first.preparing("next", 1, NOW);
    assertThat(preparing.turnSecrets()).containsExactly(old, "next");
    assertThat(preparing.isSteady()).isFalse();
    assertThat(preparing.rotation().rotatedAt()).isNull();

    ClusterSecrets switched = preparing.switched(NOW.plusSeconds(5), OVERLAP);
    assertThat(switched.turnSecrets()).containsExactly("next", old);
    assertThat(switched.isSteady()).isFalse();
    assertThat(switched.rotation().rotatedAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(switched.rotation().previousUntil()).isEqualTo(NOW.plusSeconds(5).plus(OVERLAP));

    ClusterSecrets ended = switched.ended();
    assertThat(ended.turnSecrets()).containsExactly("next");
    assertThat(ended.isSteady()).isTrue();
    assertThat(ended.rotation().rotatedAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(ended.signingKey().keyId()).isEqualTo(first.signingKey().keyId());
  }

  @Test
  void whoWasAwayDuringARotationHasTheEarlierSecret() {
    ClusterSecrets later = first.preparing("next", 1, NOW).switched(NOW, OVERLAP);

    assertThat(later.isLaterThan(first)).isTrue();
    assertThat(first.isLaterThan(later)).isFalse();
    assertThat(later.isLaterThan(later)).isFalse();
    assertThat(later.isLaterThan(first.preparing("another", 1, NOW))).as("of one time").isFalse();
    ClusterSecrets latest = later.ended().preparing("latest", 2, NOW).switched(NOW, OVERLAP);
    assertThat(latest.isLaterThan(first.preparing("next", 1, NOW))).as("in its middle").isTrue();
    assertThat(latest.isLaterThan(later)).as("while it ends").isTrue();
    assertThat(later.isLaterThan(ClusterSecrets.random(ApiKey.random())))
        .as("of another cluster")
        .isFalse();
  }

  @Test
  void noSecretIsInItsText() {
    ClusterSecrets all = first.preparing("the-next-secret", 1, NOW);

    assertThat(all.toString() + all.rotation() + new AgreedSecrets.Entry("the-text", all))
        .doesNotContain(old, "the-next-secret", "the-text");
  }
}
