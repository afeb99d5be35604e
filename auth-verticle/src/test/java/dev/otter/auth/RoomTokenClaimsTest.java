package dev.otter.auth;

import static dev.otter.auth.RefusedTokens.assertInvalid;
import static dev.otter.auth.TokenForge.GOOD_HEADER;
import static dev.otter.auth.TokenForge.KEY;
import static dev.otter.auth.TokenForge.NOW;
import static dev.otter.auth.TokenForge.ROOM;
import static dev.otter.auth.TokenForge.claims;
import static dev.otter.auth.TokenForge.goodClaims;
import static dev.otter.auth.TokenForge.sign;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.Role;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.room.RoomSeed;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims that a token must not have, each in a token that is signed well. */
@ExtendWith(VertxExtension.class)
class RoomTokenClaimsTest {

  private static RoomTokens tokens;

  @BeforeAll
  static void makeTokens(Vertx vertx) {
    tokens = TestTokens.ofClusterOnly(vertx, KEY, () -> NOW);
  }

  @Test
  void aTokenWithNothingWrongIsTaken() throws TimeoutException {
    RoomClaims claims = tokens.verify(sign(GOOD_HEADER, goodClaims())).await(30, SECONDS);

    assertThat(claims)
        .isEqualTo(new RoomClaims(ROOM, "guest-1", null, "t1", NOW.plusSeconds(600), null));
  }

  @Test
  void roleAndGrantsAreWhatATokenSays() throws TimeoutException {
    String token = sign(GOOD_HEADER, claims("role", "\"host\"", "grants", "[\"audio\",\"data\"]"));

    Permissions permissions = tokens.verify(token).await(30, SECONDS).permissions();

    assertThat(permissions).isEqualTo(new Permissions(Role.HOST, Set.of(Grant.AUDIO, Grant.DATA)));
  }

  @Test
  void aTokenMayLetItsHolderPublishNothing() throws TimeoutException {
    RoomClaims said = tokens.verify(sign(GOOD_HEADER, claims("grants", "[]"))).await(30, SECONDS);

    assertThat(said.permissions().grants()).isEmpty();
  }

  @Test
  void whatATokenSaysOfItsRoomIsRead() throws TimeoutException {
    String token =
        sign(
            GOOD_HEADER,
            claims("roomName", "\"stand-up\"", "roomMax", "5", "roomEnds", "2209036200"));

    assertThat(tokens.verify(token).await(30, SECONDS).seed())
        .isEqualTo(new RoomSeed("stand-up", 5, Instant.ofEpochSecond(2_209_036_200L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "role     | \"owner\"",
        "role     | \"HOST\"",
        "role     | [\"host\"]",
        "role     | 1",
        "role     | null",
        "grants   | \"audio\"",
        "grants   | [\"kick\"]",
        "grants   | [1]",
        "grants   | {}",
        "grants   | null",
        "roomName | 7",
        "roomName | \"\"",
        "roomMax  | 1",
        "roomMax  | 17",
        "roomMax  | \"5\"",
        "roomMax  | 2.5",
        "roomMax  | 99999999999",
        "roomEnds | \"soon\"",
        "roomEnds | -1"
      })
  void aRoleAGrantOrARoomThatIsNoneIsRefused(String name, String value) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "iss", "aud", "sub", "jti", "room"})
  void aClaimThatIsMissingIsRefused(String name) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "iss", "aud", "sub", "jti", "room"})
  void aClaimThatIsNullOrOfAnotherTypeIsRefused(String name) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, "null")));
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, "true")));
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, "{}")));
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, "[]")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2209032600\"",
        "\"never\"",
        "\"2040-01-01T13:00:00Z\"",
        "2209032600.5",
        "2209032600.0",
        "2.3e9",
        "-1",
        "-2209032600",
        "99999999999",
        "9223372036854775807",
        "9223372036854775808",
        "999999999999999999999999999999",
        "1e400"
      })
  void anEndThatIsNoPossibleWholeSecondIsRefused(String exp) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims("exp", exp)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbf", "iat"})
  void aBeginningInTheFutureIsRefused(String name) throws TimeoutException {
    long now = NOW.getEpochSecond();

    String justInside = sign(GOOD_HEADER, claims(name, String.valueOf(now + 29)));
    assertThat(tokens.verify(justInside).await(30, SECONDS).roomId()).isEqualTo(ROOM);
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, String.valueOf(now + 31))));
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, String.valueOf(now + 600))));
  }

  @ParameterizedTest
  @CsvSource({
    "nbf, \"0\"",
    "nbf, 1.5",
    "nbf, -1",
    "nbf, null",
    "iat, \"0\"",
    "iat, 1.5",
    "iat, []"
  })
  void aBeginningThatIsNoWholeSecondIsRefused(String name, String json) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\"Otter\"", "\"otter2\"", "\"https://evil.example\"", "1", "[\"otter\"]"})
  void anotherIssuerIsRefused(String iss) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims("iss", iss)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"otter-room\"]", "[\"other\",\"otter-room\"]"})
  void anAudienceMayBeAListWithUsInIt(String aud) throws TimeoutException {
    String token = sign(GOOD_HEADER, claims("aud", aud));

    assertThat(tokens.verify(token).await(30, SECONDS).roomId()).isEqualTo(ROOM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"otter\"",
        "\"Otter-Room\"",
        "\"otter-room,other\"",
        "[\"other\"]",
        "[\"\"]",
        "[[\"otter-room\"]]",
        "[null]",
        "{\"0\":\"otter-room\"}",
        "1"
      })
  void anotherAudienceIsRefused(String aud) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims("aud", aud)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"sub| \"\"", "sub| 1", "sub| [\"guest-1\"]", "jti| \"\"", "jti| 1", "jti| [\"t1\"]"})
  void aNameThatIsNoTextIsRefused(String name, String json) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims(name, json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"*\"",
        "\"stand-up\"",
        "\"rm_\"",
        "\"RM_forged\"",
        "\"rm_forged \"",
        "\"rm_forged\\n\"",
        "\"rm_../forged\"",
        "1",
        "[\"rm_forged\"]"
      })
  void aRoomThatIsNoRoomIdIsRefused(String room) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims("room", room)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "null", "\"claims\"", "not json", "{", "{}"})
  void claimsThatAreNoObjectOrAreEmptyAreRefused(String claims) {
    assertInvalid(tokens, sign(GOOD_HEADER, claims));
  }

  @Test
  void claimsOfTenKilobytesAreRefused() {
    assertInvalid(tokens, sign(GOOD_HEADER, claims("sub", '"' + "g".repeat(10_000) + '"')));
    assertInvalid(tokens, sign(GOOD_HEADER, claims("more", '"' + "x".repeat(10_000) + '"')));
  }

  @Test
  void aFewClaimsMoreDoNoHarm() throws TimeoutException {
    String token = sign(GOOD_HEADER, claims("name", "\"Otto\""));

    assertThat(tokens.verify(token).await(30, SECONDS).roomId()).isEqualTo(ROOM);
  }
}
