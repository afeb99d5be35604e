package dev.otter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The texts of {@code otter.v1} that a {@link V1Client} writes and reads once it is in. */
final class V1Texts {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private V1Texts() {}

  static String message(String peer, long seq, String payload) {
    return "{\"destination\":\"%s\",\"seq\":%d,\"payload\":%s}".formatted(peer, seq, payload);
  }

  static String notice(String type, String peer, long seq) {
    return "{\"type\":\"%s\",\"destination\":\"%s\",\"seq\":%d}".formatted(type, peer, seq);
  }

  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  static String source(JsonNode message) {
    return message.get("source").asText();
  }
}
