package dev.otter.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.otter.contract.id.KeyId;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;

/**
 * What the header of a room token must be, checked before any cryptography (RFC 8725, section 3.1):
 * our one algorithm, our one key by name, and none of the members by which a token brings or points
 * to a key of its own ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) or asks for extensions
 * ({@code crit}).
 */
final class TokenHeaderRule {

  private static final Set<String> ALLOWED = Set.of("alg", "kid", "typ");
  private static final int PARTS = 3;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private final String algorithm;
  private final String keyId;

  TokenHeaderRule(String algorithm, KeyId keyId) {
    this.algorithm = algorithm;
    this.keyId = keyId.value();
  }

  /** Tells whether the token has three parts and a header that is allowed. */
  boolean allows(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != PARTS) {
      return false;
    }
    try {
      JsonNode header = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[0]));
      if (header == null || !header.isObject()) {
        return false;
      }
      for (var names = header.fieldNames(); names.hasNext(); ) {
        if (!ALLOWED.contains(names.next())) {
          return false;
        }
      }
      return algorithm.equals(header.path("alg").textValue())
          && keyId.equals(header.path("kid").textValue())
          && (!header.has("typ") || "JWT".equals(header.path("typ").textValue()));
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
