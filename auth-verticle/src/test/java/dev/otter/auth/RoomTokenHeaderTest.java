package dev.otter.auth;

import static dev.otter.auth.RefusedTokens.assertInvalid;
import static dev.otter.auth.TokenForge.GOOD_HEADER;
import static dev.otter.auth.TokenForge.KEY;
import static dev.otter.auth.TokenForge.KEY_ID;
import static dev.otter.auth.TokenForge.NOW;
import static dev.otter.auth.TokenForge.ROOM;
import static dev.otter.auth.TokenForge.goodClaims;
import static dev.otter.auth.TokenForge.sign;
import static dev.otter.auth.TokenForge.unsigned;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Headers and signatures that a token must not have (RFC 8725). The tokens with a wrong header
 * carry a signature that our own key made, so that nothing but the header refuses them.
 */
@ExtendWith(VertxExtension.class)
class RoomTokenHeaderTest {

  private static RoomTokens tokens;

  @BeforeAll
  static void makeTokens(Vertx vertx) {
    tokens = TestTokens.ofClusterOnly(vertx, KEY, () -> NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOOD_HEADER,
        "{\"kid\":\"k1\",\"alg\":\"HS256\"}",
        "{ \"typ\" : \"JWT\", \"kid\" : \"k\\u0031\", \"alg\" : \"HS256\" }"
      })
  void aHeaderOfOursIsTaken(String header) throws TimeoutException {
    String token = sign(header, goodClaims());

    assertThat(tokens.verify(token).await(30, SECONDS).roomId()).isEqualTo(ROOM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"none\"", "\"None\"", "\"NONE\"", "\"nOnE\"", "\"\"", "\"hs256\"", "\"HS256 \"",
        "\"HS384\"", "\"HS512\"", "\"RS256\"", "\"ES256\"", "\"PS256\"", "\"EdDSA\"", "\"x\"",
        "null", "256", "true", "[\"HS256\"]", "{\"HS256\":1}"
      })
  void anotherAlgorithmIsRefused(String alg) {
    String header = "{\"alg\":" + alg + ",\"typ\":\"JWT\",\"kid\":\"k1\"}";

    assertInvalid(tokens, sign(header, goodClaims()));
    assertInvalid(tokens, unsigned(header, goodClaims(), ""));
  }

  @ParameterizedTest
  @CsvSource({"HS384, HmacSHA384", "HS512, HmacSHA512"})
  void anotherAlgorithmIsRefusedEvenWhenItsSignatureIsRight(String alg, String mac) {
    String header = "{\"alg\":\"" + alg + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}";

    assertInvalid(tokens, sign(header, goodClaims(), KEY, mac));
    assertInvalid(tokens, sign(GOOD_HEADER, goodClaims(), KEY, mac));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "[\"k1\"]",
        "\"\"",
        "\"K1\"",
        "\"k2\"",
        "\"k1 \"",
        "\"k1\\u0000\"",
        "\"../../../../../../dev/null\"",
        "\"/proc/sys/kernel/randomize_va_space\"",
        "\"k1' OR '1'='1\"",
        "\"k1' UNION SELECT 'secret\"",
        "\"https://evil.example/k1\"",
        "\"file:///etc/passwd\"",
        "\"k1|id\""
      })
  void anotherKeyIdIsRefused(String kid) {
    String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":" + kid + "}";

    assertInvalid(tokens, sign(header, goodClaims()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"k1\",\"alg\":\"HS256\"}",
        "\"jku\":\"https://evil.example/keys.json\"",
        "\"x5u\":\"https://evil.example/cert.pem\"",
        "\"x5c\":[\"MIIB\"]",
        "\"x5t\":\"AAAA\"",
        "\"crit\":[\"exp\"]",
        "\"crit\":[]",
        "\"crit\":[\"b64\"],\"b64\":false",
        "\"b64\":false",
        "\"zip\":\"DEF\"",
        "\"enc\":\"A256GCM\"",
        "\"cty\":\"JWT\"",
        "\"ALG\":\"none\"",
        "\"\":1"
      })
  void aHeaderWithAnyOtherMemberIsRefused(String member) {
    assertInvalid(tokens, sign("{\"alg\":\"HS256\",\"kid\":\"k1\"," + member + "}", goodClaims()));
    assertInvalid(tokens, sign("{" + member + ",\"alg\":\"HS256\",\"kid\":\"k1\"}", goodClaims()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\",\"alg\":\"none\",\"kid\":\"k1\"}",
        "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"alg\":\"HS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k2\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k2\",\"k\\u0069d\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"JWT\",\"typ\":\"JWT\"}"
      })
  void aMemberThatStandsTwiceIsRefused(String header) {
    assertInvalid(tokens, sign(header, goodClaims()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"\"", "\"jwt\"", "\"at+jwt\"", "\"JWE\"", "\"JOSE\"", "1", "[\"JWT\"]"})
  void anotherTypeOfTokenIsRefused(String typ) {
    String header = "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":" + typ + "}";

    assertInvalid(tokens, sign(header, goodClaims()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"alg\":\"HS256\"}",
        "{\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\"",
        "[]",
        "null",
        "\"HS256\"",
        "1",
        "not json"
      })
  void aHeaderThatLacksSomethingIsRefused(String header) {
    assertInvalid(tokens, sign(header, goodClaims()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "bnVsbA", "=", "."})
  void aSignatureThatIsNoneIsRefused(String signature) {
    assertInvalid(tokens, unsigned(GOOD_HEADER, goodClaims(), signature));
  }

  @Test
  void aSignatureOfAnotherKeyWithTheSameIdIsRefused() {
    SigningKey other = new SigningKey(KEY_ID, new byte[32]);

    assertInvalid(tokens, sign(GOOD_HEADER, goodClaims(), other, "HmacSHA256"));
  }

  @Test
  void aSignatureOfOtherClaimsIsRefused() {
    String token = sign(GOOD_HEADER, goodClaims());
    String signature = token.substring(token.lastIndexOf('.') + 1);

    assertInvalid(
        tokens, unsigned(GOOD_HEADER, TokenForge.claims("room", "\"rm_other\""), signature));
  }

  @Test
  void aSignatureThatIsCutOrChangedIsRefused() {
    String token = sign(GOOD_HEADER, goodClaims());
    int start = token.lastIndexOf('.') + 1;

    for (int at = start; at < token.length() - 1; at++) {
      char other = token.charAt(at) == 'A' ? 'B' : 'A';
      assertInvalid(tokens, token.substring(0, at));
      assertInvalid(tokens, token.substring(0, at) + other + token.substring(at + 1));
    }
  }
}
