package dev.otter.auth;

import static dev.otter.auth.RefusedTokens.assertInvalid;
import static dev.otter.auth.RefusedTokens.refusal;
import static dev.otter.auth.TokenForge.GOOD_HEADER;
import static dev.otter.auth.TokenForge.KEY;
import static dev.otter.auth.TokenForge.NOW;
import static dev.otter.auth.TokenForge.ROOM;
import static dev.otter.auth.TokenForge.goodClaims;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.Role;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.RoomSeed;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as they are made, their time, and texts that are no tokens at all. */
@ExtendWith(VertxExtension.class)
class RoomTokensTest {

  private static Vertx vertx;
  private Instant now = NOW;
  private RoomTokens tokens;

  @BeforeAll
  static void keepVertx(Vertx shared) {
    vertx = shared;
    BusCodecs.register(vertx);
  }

  @BeforeEach
  void makeTokens() {
    tokens = TestTokens.ofClusterOnly(vertx, KEY, () -> now);
  }

  @Test
  void aTokenOpensTheRoomItWasMadeFor() throws TimeoutException {
    RoomId room = RoomId.random();

    IssuedRoomToken issued = tokens.issue(IssueRoomToken.forLink(room, null));

    RoomClaims claims = tokens.verify(issued.token()).await(30, SECONDS);
    assertThat(claims.roomId()).isEqualTo(room);
    assertThat(claims.subject()).matches("guest-[0-9A-Za-z]{12}");
    assertThat(claims.tokenId()).matches("[0-9A-Za-z_-]{22}");
    assertThat(claims.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(issued.expiresAt()).isEqualTo(claims.expiresAt());
  }

  @Test
  void aTokenSaysWhatTheProtocolPromises() {
    String[] parts = tokens.issue(IssueRoomToken.forLink(ROOM, null)).token().split("\\.");

    assertThat(decoded(parts[0]))
        .isEqualTo(new JsonObject().put("alg", "HS256").put("typ", "JWT").put("kid", "k1"));
    JsonObject claims = decoded(parts[1]);
    assertThat(claims.getString("iss")).isEqualTo("otter");
    assertThat(claims.getString("aud")).isEqualTo("otter-room");
    assertThat(claims.getLong("iat")).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.getLong("exp")).isEqualTo(NOW.getEpochSecond() + 86_400);
    assertThat(claims.getString("room")).isEqualTo(ROOM.value());
  }

  @Test
  void eachTokenIsForASubjectOfItsOwn() throws TimeoutException {
    RoomClaims first =
        tokens.verify(tokens.issue(IssueRoomToken.forLink(ROOM, null)).token()).await(30, SECONDS);
    RoomClaims second =
        tokens.verify(tokens.issue(IssueRoomToken.forLink(ROOM, null)).token()).await(30, SECONDS);

    assertThat(first.subject()).isNotEqualTo(second.subject());
    assertThat(first.tokenId()).isNotEqualTo(second.tokenId());
  }

  @Test
  void theTokensOfAnIdentityNameItAndHaveOneSubjectPerRoomThatDoesNotShowIt()
      throws TimeoutException {
    RoomId otherRoom = RoomId.random();
    RoomClaims first = claims(new IssueRoomToken(ROOM, "Zoë 😀", 60, null));
    RoomClaims second = claims(new IssueRoomToken(ROOM, "Zoë 😀", 3_600, null));

    assertThat(first.identity()).isEqualTo("Zoë 😀");
    assertThat(first.expiresAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(first.subject()).matches("id-[0-9A-Za-z_-]{16}").isEqualTo(second.subject());
    assertThat(first.tokenId()).isNotEqualTo(second.tokenId());
    assertThat(claims(new IssueRoomToken(otherRoom, "Zoë 😀", 60, null)).subject())
        .isNotEqualTo(first.subject());
    assertThat(claims(new IssueRoomToken(ROOM, "Zoe", 60, null)).subject())
        .isNotEqualTo(first.subject());
    assertThat(claims(IssueRoomToken.forLink(ROOM, null)).identity()).isNull();
    assertThat(first.toString()).doesNotContain("Zoë");
  }

  @Test
  void theLongestIdentityFits() throws TimeoutException {
    String longest = "😀".repeat(128);

    assertThat(claims(new IssueRoomToken(ROOM, longest, 60, null)).identity()).isEqualTo(longest);
  }

  @Test
  void theLongestIdentityFitsBesideTheLongestRoomName() throws TimeoutException {
    String longest = "😀".repeat(128);
    RoomSeed seed = new RoomSeed("😀".repeat(128), 16, NOW.plusSeconds(600));
    Permissions few = new Permissions(Role.HOST, Set.of(Grant.AUDIO, Grant.SCREEN, Grant.DATA));
    KeyId key = new KeyId("abcdefghij");

    RoomClaims said = claims(new IssueRoomToken(ROOM, longest, 60, key, few, seed));

    assertThat(said.identity()).isEqualTo(longest);
    assertThat(said.permissions()).isEqualTo(few);
    assertThat(said.seed()).isEqualTo(seed);
  }

  private RoomClaims claims(IssueRoomToken request) throws TimeoutException {
    return tokens.verify(tokens.issue(request).token()).await(30, SECONDS);
  }

  @Test
  void anotherNodeWithTheSameKeyTakesTheToken() throws TimeoutException {
    RoomTokens otherNode = TestTokens.ofClusterOnly(vertx, KEY, () -> now);

    RoomClaims claims =
        otherNode
            .verify(tokens.issue(IssueRoomToken.forLink(ROOM, null)).token())
            .await(30, SECONDS);

    assertThat(claims.roomId()).isEqualTo(ROOM);
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, -1, 0, 1, 29})
  void aTokenIsGoodUntilItsEndAndALittleLonger(long secondsAfterItsEnd) throws TimeoutException {
    String token = tokens.issue(IssueRoomToken.forLink(ROOM, null)).token();

    now = NOW.plus(RoomTokens.LIFETIME).plusSeconds(secondsAfterItsEnd);

    assertThat(tokens.verify(token).await(30, SECONDS).roomId()).isEqualTo(ROOM);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 59, 61, 600, 86_400_000})
  void aTokenThatHasEndedIsRefusedAsSuch(long secondsAfterItsEnd) {
    String token = tokens.issue(IssueRoomToken.forLink(ROOM, null)).token();

    now = NOW.plus(RoomTokens.LIFETIME).plusSeconds(secondsAfterItsEnd);

    RefusedException refusal = refusal(tokens, token);
    assertThat(refusal.code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    assertThat(refusal).hasMessage("this join link has ended; ask for another");
  }

  @ParameterizedTest
  @ValueSource(longs = {-29, -30})
  void aTokenOfANodeWhoseClockIsALittleAheadIsGood(long seconds) throws TimeoutException {
    String token = tokens.issue(IssueRoomToken.forLink(ROOM, null)).token();

    now = NOW.plusSeconds(seconds);

    assertThat(tokens.verify(token).await(30, SECONDS).roomId()).isEqualTo(ROOM);
  }

  @Test
  void aTokenOfANodeWhoseClockIsFarAheadIsRefused() {
    String token = tokens.issue(IssueRoomToken.forLink(ROOM, null)).token();

    now = NOW.minusSeconds(31);

    assertInvalid(tokens, token);
  }

  @Test
  void thatAForgedTokenHasEndedIsNotTold() {
    SigningKey other = new SigningKey(KEY.keyId(), new byte[32]);
    String forged = TokenForge.sign(GOOD_HEADER, goodClaims(), other, "HmacSHA256");

    now = NOW.plus(RoomTokens.LIFETIME).plusSeconds(600);

    assertInvalid(tokens, forged);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void noTokenIsRefusedAsMissing(String token) {
    RefusedException refusal = refusal(tokens, token);

    assertThat(refusal.code()).isEqualTo(ErrorCode.TOKEN_MISSING);
    assertThat(refusal).hasMessage("this call needs the token of a join link: ?token=");
  }

  static Stream<String> textsThatAreNoTokens() {
    String good = TokenForge.sign(GOOD_HEADER, goodClaims());
    String[] parts = good.split("\\.");
    return Stream.of(
        " ",
        ".",
        "..",
        "...",
        "token",
        "null",
        ApiKey.random().text(),
        parts[0],
        parts[0] + '.' + parts[1],
        good + '.',
        good + '.' + parts[2],
        '.' + good,
        ' ' + good,
        good + '\n',
        "Bearer " + good,
        parts[0] + ".." + parts[2],
        '.' + parts[1] + '.' + parts[2],
        "*" + good,
        parts[0] + ".*" + parts[1] + '.' + parts[2],
        parts[0] + '.' + parts[1] + ".*" + parts[2],
        parts[0] + '.' + parts[1] + ".ä",
        "🦦.🦦.🦦",
        "x".repeat(2_048),
        "x".repeat(1_000_000),
        ".".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("textsThatAreNoTokens")
  void textThatIsNoTokenIsRefused(String text) {
    assertInvalid(tokens, text);
  }

  private static JsonObject decoded(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }
}
