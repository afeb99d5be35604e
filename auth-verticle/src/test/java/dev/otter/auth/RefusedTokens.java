package dev.otter.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.Future;

/** What the refusal of a token must look like. */
final class RefusedTokens {

  private static final String ONE_TEXT = "this token does not open anything here";

  private RefusedTokens() {}

  /** Asserts the one refusal of everything that is no good token. */
  static void assertInvalid(RoomTokens tokens, String token) {
    RefusedException refusal = refusal(tokens, token);
    assertThat(refusal.code()).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(refusal).hasMessage(ONE_TEXT).hasNoCause();
  }

  /** The refusal, which must come as a failed future. */
  static RefusedException refusal(RoomTokens tokens, String token) {
    Future<RoomClaims> verified = tokens.verify(token);
    return catchThrowableOfType(RefusedException.class, () -> verified.await(30, SECONDS));
  }
}
