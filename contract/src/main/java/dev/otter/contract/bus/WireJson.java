package dev.otter.contract.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How records travel between nodes and rest in the distributed map: JSON, times as ISO 8601.
 * Members that this version does not know are passed over, so that nodes of two versions can live
 * in one cluster during an upgrade.
 */
public final class WireJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private WireJson() {}

  /** Writes a record. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException when {@code json} is not a {@code type}; the text of the error
   *     holds nothing of {@code json}, which may be secret
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      e.clearLocation();
      throw new IllegalArgumentException(
          "cannot read " + type.getName() + ": " + e.getClass().getSimpleName());
    }
  }
}
