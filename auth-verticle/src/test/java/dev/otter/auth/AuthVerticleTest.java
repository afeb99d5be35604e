package dev.otter.auth;

import static dev.otter.auth.TokenForge.GOOD_HEADER;
import static dev.otter.auth.TokenForge.NOW;
import static dev.otter.auth.TokenForge.ROOM;
import static dev.otter.auth.TokenForge.goodClaims;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.store.ApiKeyStore;
import dev.otter.contract.store.RevocationStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

/** The verticle as other modules reach it: over the event bus. */
@ExtendWith(VertxExtension.class)
class AuthVerticleTest {

  private final ApiKey apiKey = ApiKey.random();
  private volatile Instant now = NOW;
  private AuthClient auth;
  private String deployment;

  @BeforeEach
  void deploy(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    auth = new AuthClient(vertx);
    deployment =
        vertx
            .deployVerticle(
                new AuthVerticle(
                    new AuthSetup(
                        TokenForge.KEY,
                        List.of(ConfiguredApiKey.of(apiKey.text())),
                        List.of(),
                        ApiKeyStore.none(),
                        RevocationStore.none()),
                    () -> now))
            .await(30, SECONDS);
  }

  @Test
  void aTokenThatWasAskedForOpensItsRoom() throws TimeoutException {
    RoomId room = RoomId.random();

    IssuedRoomToken issued = auth.issueRoomToken(room).await(30, SECONDS);

    RoomClaims claims = auth.verifyRoomToken(issued.token()).await(30, SECONDS);
    assertThat(claims.roomId()).isEqualTo(room);
    assertThat(claims.expiresAt()).isEqualTo(issued.expiresAt());
  }

  @Test
  void aTokenSignedWithTheConfiguredKeyIsTaken() throws TimeoutException {
    String token = TokenForge.sign(GOOD_HEADER, goodClaims());

    assertThat(auth.verifyRoomToken(token).await(30, SECONDS).roomId()).isEqualTo(ROOM);
  }

  @Test
  void aForgedTokenIsRefused() {
    String forged = TokenForge.unsigned("{\"alg\":\"none\"}", goodClaims(), "");

    RefusedException refusal = refusal(auth.verifyRoomToken(forged));

    assertThat(refusal.code()).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(refusal).hasMessage("this token does not open anything here");
  }

  @Test
  void aTokenEndsByTheClockTheVerticleWasGiven() throws TimeoutException {
    IssuedRoomToken issued = auth.issueRoomToken(ROOM).await(30, SECONDS);

    now = issued.expiresAt().plusSeconds(31);

    assertThat(refusal(auth.verifyRoomToken(issued.token())).code())
        .isEqualTo(ErrorCode.TOKEN_EXPIRED);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void noTokenAndNoKeyAreRefusedAsMissing(String nothing) {
    assertThat(refusal(auth.verifyRoomToken(nothing)).code()).isEqualTo(ErrorCode.TOKEN_MISSING);
    assertThat(refusal(auth.verifyApiKey(nothing)).code()).isEqualTo(ErrorCode.API_KEY_MISSING);
  }

  @Test
  void theApiKeyIsKnown() throws TimeoutException {
    ApiKeyClaims claims = auth.verifyApiKey(apiKey.text()).await(30, SECONDS);

    assertThat(claims.keyId()).isEqualTo(apiKey.keyId());
  }

  @Test
  void anotherApiKeyIsRefused() {
    RefusedException refusal = refusal(auth.verifyApiKey(ApiKey.random().text()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.API_KEY_INVALID);
  }

  @Test
  void anApiKeyIsNoTokenAndATokenIsNoApiKey() throws TimeoutException {
    String token = auth.issueRoomToken(ROOM).await(30, SECONDS).token();

    assertThat(refusal(auth.verifyRoomToken(apiKey.text())).code())
        .isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(refusal(auth.verifyApiKey(token)).code()).isEqualTo(ErrorCode.API_KEY_INVALID);
  }

  @Test
  void afterItsEndNothingIsTaken(Vertx vertx) throws TimeoutException {
    String token = auth.issueRoomToken(ROOM).await(30, SECONDS).token();

    vertx.undeploy(deployment).await(30, SECONDS);

    assertThat(refusal(auth.verifyRoomToken(token)).code()).isEqualTo(ErrorCode.NOT_READY);
    assertThat(refusal(auth.verifyApiKey(apiKey.text())).code()).isEqualTo(ErrorCode.NOT_READY);
    assertThat(refusal(auth.issueRoomToken(ROOM)).code()).isEqualTo(ErrorCode.NOT_READY);
  }

  private static RefusedException refusal(Future<?> answer) {
    return catchThrowableOfType(RefusedException.class, () -> answer.await(30, SECONDS));
  }
}
