package dev.otter.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The OpenAPI document of the HTTP API. It is written by hand in {@code openapi.yaml}, where a
 * change of the API begins, and served as JSON.
 */
public final class ApiDocument {

  private static final String FILE = "openapi.yaml";

  private ApiDocument() {}

  /** Reads the document. Blocking, of a file in the jar: at the start only. */
  public static JsonNode read() {
    try (InputStream file = ApiDocument.class.getResourceAsStream(FILE)) {
      return new YAMLMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " is not YAML", e);
    }
  }

  /** The document as it is served. Blocking, as {@link #read}. */
  static byte[] json() {
    try {
      return new ObjectMapper().writeValueAsBytes(read());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be written as JSON", e);
    }
  }
}
