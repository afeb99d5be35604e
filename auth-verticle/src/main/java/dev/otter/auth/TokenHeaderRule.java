package dev.otter.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.otter.contract.id.KeyId;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the header of a room token must be, checked before any cryptography (RFC 8725, section 3.1):
 * our one algorithm, the name of a key, and none of the members by which a token brings or points
 * to a key of its own ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) or asks for extensions
 * ({@code crit}). The name is letters and digits; it is looked up among known keys and nowhere
 * else.
 */
final class TokenHeaderRule {

  private static final Set<String> ALLOWED = Set.of("alg", "kid", "typ");
  private static final Pattern KEY_ID = Pattern.compile("[0-9A-Za-z]{1,64}");
  private static final int PARTS = 3;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private final String algorithm;

  TokenHeaderRule(String algorithm) {
    this.algorithm = algorithm;
  }

  /** The key that a token names; empty when it has not three parts and a header that is allowed. */
  Optional<KeyId> keyId(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      JsonNode header = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[0]));
      return header != null && header.isObject() && allows(header)
          ? Optional.of(new KeyId(header.get("kid").textValue()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean allows(JsonNode header) {
    for (var names = header.fieldNames(); names.hasNext(); ) {
      if (!ALLOWED.contains(names.next())) {
        return false;
      }
    }
    String keyId = header.path("kid").textValue();
    return algorithm.equals(header.path("alg").textValue())
        && keyId != null
        && KEY_ID.matcher(keyId).matches()
        && (!header.has("typ") || "JWT".equals(header.path("typ").textValue()));
  }
}
