package dev.otter.auth;

import static dev.otter.auth.TokenForge.GOOD_HEADER;
import static dev.otter.auth.TokenForge.NOW;
import static dev.otter.auth.TokenForge.goodClaims;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.RoomClaims;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that are apart: 30 seconds are forgiven, in either direction, and no more. */
@ExtendWith(VertxExtension.class)
class RoomTokenClockTest {

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "1, true",
    "29, true",
    "30, false",
    "59, false",
    "61, false",
    "600, false"
  })
  void aTokenThatEndedIsTakenForHalfAMinute(long secondsAfter, boolean taken, Vertx vertx)
      throws Exception {
    Instant end = NOW.plusSeconds(600);

    assertThat(isTaken(vertx, goodClaims(), end.plusSeconds(secondsAfter))).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "-600, true",
    "0, true",
    "30, true",
    "31, false",
    "59, false",
    "61, false",
    "600, false"
  })
  void aTokenThatBeginsIsTakenHalfAMinuteEarly(long secondsAhead, boolean taken, Vertx vertx)
      throws Exception {
    long start = NOW.plusSeconds(secondsAhead).getEpochSecond();
    for (String name : new String[] {"nbf", "iat"}) {
      String claims =
          goodClaims()
              .replaceFirst("\"" + name + "\":[0-9]+,?", "")
              .replaceFirst("\\{", "{\"" + name + "\":" + start + ",");

      assertThat(isTaken(vertx, claims, NOW)).as(name).isEqualTo(taken);
    }
  }

  private static boolean isTaken(Vertx vertx, String claims, Instant now) throws Exception {
    RoomTokens tokens = TestTokens.ofClusterOnly(vertx, TokenForge.KEY, () -> now);
    Future<RoomClaims> verified = tokens.verify(TokenForge.sign(GOOD_HEADER, claims));
    return verified.map(true).otherwise(false).await(30, SECONDS);
  }
}
