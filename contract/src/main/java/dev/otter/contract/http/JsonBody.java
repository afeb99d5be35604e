package dev.otter.contract.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON object in a request's body, read strictly: no duplicate or unknown members, limited in
 * depth. An empty body reads as an empty object. Reading a member checks its type.
 */
public final class JsonBody {

  /** How large a body may be, in bytes. */
  public static final int MAX_BYTES = 65_536;

  /** How deep a body may nest. */
  public static final int MAX_DEPTH = 32;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private JsonBody(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads the body of a request.
   *
   * @param context a request whose body was read already
   * @param members the names that may be there
   * @throws RefusedException when the body is not a JSON object, or has other members
   */
  public static JsonBody read(RoutingContext context, Set<String> members) {
    Buffer buffer = context.body().buffer();
    JsonNode tree =
        buffer == null || buffer.length() == 0 ? MAPPER.createObjectNode() : parse(buffer);
    if (!tree.isObject()) {
      throw new RefusedException(
          ErrorCode.BODY_INVALID,
          "the body must be a JSON object, got "
              + tree.getNodeType().name().toLowerCase(Locale.ROOT));
    }
    tree.fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                throw new RefusedException(
                    ErrorCode.FIELD_INVALID,
                    "unknown member " + quote(name) + ", allowed are " + new TreeSet<>(members));
              }
            });
    return new JsonBody(tree);
  }

  /**
   * Reads a text member.
   *
   * @return the text; empty when the member is missing or null
   * @throws RefusedException when it is something else
   */
  public Optional<String> text(String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw wrongType(name, "a text", node);
    }
    return Optional.of(node.textValue());
  }

  /**
   * Reads a whole number.
   *
   * @return the number; empty when the member is missing or null
   * @throws RefusedException when it is something else, or outside {@code min} to {@code max}
   */
  public Optional<Integer> integer(String name, int min, int max) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isIntegralNumber()) {
      throw wrongType(name, "a whole number", node);
    }
    if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          name + " must be between " + min + " and " + max + ", got " + quote(node.asText()));
    }
    return Optional.of(node.intValue());
  }

  /**
   * Reads an object of the client's own, which nobody here looks into.
   *
   * @return its JSON text; empty when the member is missing or null
   * @throws RefusedException when it is something else, or its text is longer
   */
  public Optional<String> objectText(String name, int maxCharacters) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      throw wrongType(name, "an object", node);
    }
    String text = node.toString();
    if (text.length() > maxCharacters) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID,
          name
              + " must have at most "
              + maxCharacters
              + " characters as JSON, got "
              + text.length());
    }
    return Optional.of(text);
  }

  /** Whether a member is there, with null as its value. */
  public boolean isNull(String name) {
    return object.has(name) && object.get(name).isNull();
  }

  /** Whether a member is there, whatever its value. */
  public boolean has(String name) {
    return object.has(name);
  }

  /**
   * Reads a list of texts.
   *
   * @return the texts; empty when the member is missing or null
   * @throws RefusedException when it is something else
   */
  public List<String> texts(String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node) {
      if (each.isTextual()) {
        texts.add(each.textValue());
      }
    }
    if (!node.isArray() || texts.size() != node.size()) {
      throw wrongType(name, "a list of texts", node);
    }
    return texts;
  }

  /**
   * Reads a time.
   *
   * @return the time; empty when the member is missing or null
   * @throws RefusedException when it is not ISO 8601 in UTC
   */
  public Optional<Instant> time(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException e) {
                throw new RefusedException(
                    ErrorCode.FIELD_INVALID,
                    name + " must be a time such as 2026-11-23T09:15:00Z, got " + quote(text));
              }
            });
  }

  private static JsonNode parse(Buffer buffer) {
    byte[] bytes = buffer.getBytes();
    if (!ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), StandardCharsets.UTF_8)) {
      throw new RefusedException(ErrorCode.BODY_INVALID, "the body is not JSON in UTF-8");
    }
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          ErrorCode.BODY_INVALID,
          "the body is not JSON, has a member twice, or nests deeper than " + MAX_DEPTH + where(e));
    } catch (IOException e) {
      throw new RefusedException(ErrorCode.BODY_INVALID, "the body is not JSON in UTF-8");
    }
  }

  /** At which member reading ended; nothing of its value. */
  private static String where(JsonProcessingException e) {
    if (!(e.getProcessor() instanceof JsonParser parser)) {
      return "";
    }
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    String[] names = pointer.split("/", 3);
    return names.length < 2 || names[1].isEmpty() ? "" : ", at the member " + quote(names[1]);
  }

  private static RefusedException wrongType(String name, String allowed, JsonNode node) {
    return new RefusedException(
        ErrorCode.FIELD_INVALID,
        name
            + " must be "
            + allowed
            + ", got "
            + node.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  static String quote(String text) {
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
