package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rule by itself, as it stands before any cryptography: vertx-auth-jwt would refuse some of
 * these headers too, and a change there must not be what opens the door.
 */
class TokenHeaderRuleTest {

  private final TokenHeaderRule rule = new TokenHeaderRule("HS256");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
        "{\"kid\":\"k1\",\"alg\":\"HS256\"}",
        "{ \"alg\" : \"\\u0048S256\" , \"kid\" : \"k1\" }"
      })
  void aHeaderOfOursIsAllowed(String header) {
    assertThat(rule.keyId(base64(header) + ".claims.signature")).contains(new KeyId("k1"));
    assertThat(rule.keyId(base64(header) + "..")).contains(new KeyId("k1"));
  }

  @Test
  void whichKeyItIsIsForOthersToSay() {
    assertThat(rule.keyId(base64("{\"alg\":\"HS256\",\"kid\":\"K11\"}") + ".."))
        .contains(new KeyId("K11"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"kid\":\"k1\"}",
        "{\"alg\":\"None\",\"kid\":\"k1\"}",
        "{\"alg\":\"hs256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256 \",\"kid\":\"k1\"}",
        "{\"alg\":\"HS384\",\"kid\":\"k1\"}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\"}",
        "{\"alg\":null,\"kid\":\"k1\"}",
        "{\"alg\":[\"HS256\"],\"kid\":\"k1\"}",
        "{\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":null}",
        "{\"alg\":\"HS256\",\"kid\":\"\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1' or '1'='1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1 \"}",
        "{\"alg\":\"HS256\",\"kid\":\"../k1\"}",
        "{\"alg\":\"HS256\",\"kid\":[\"k1\"]}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"jwt\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":null}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"jku\":\"https://evil.example/\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"x5u\":\"https://evil.example/\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"x5c\":[]}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k2\",\"kid\":\"k1\"}",
        "[{\"alg\":\"HS256\",\"kid\":\"k1\"}]",
        "\"HS256\"",
        "null",
        "",
        "{"
      })
  void anyOtherHeaderIsNot(String header) {
    assertThat(rule.keyId(base64(header) + ".claims.signature")).isEmpty();
  }

  @Test
  void aTokenHasThreeParts() {
    String header = base64("{\"alg\":\"HS256\",\"kid\":\"k1\"}");

    assertThat(rule.keyId(header)).isEmpty();
    assertThat(rule.keyId(header + ".claims")).isEmpty();
    assertThat(rule.keyId(header + ".claims.signature.more")).isEmpty();
    assertThat(rule.keyId(header + ".claims.signature.")).isEmpty();
    assertThat(rule.keyId("")).isEmpty();
    assertThat(rule.keyId("...")).isEmpty();
    assertThat(rule.keyId("*" + header + ".claims.signature")).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
