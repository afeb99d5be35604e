package dev.otter.signaling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.EnumSet;

/**
 * Reads an {@link Envelope} from one text message: the whole message is checked to be one JSON
 * object, once, by a streaming parser that builds no tree; the payload comes out as the slice of
 * bytes it was. The same envelope wrapped as {@code {"action":"sendmessage","message":{…}}} is
 * taken too. Unknown members are passed over, members of the envelope that stand twice are refused.
 */
final class EnvelopeReader {

  /** How deep a message may nest, the envelope itself counted. */
  static final int MAX_DEPTH = 32;

  private static final String WRAPPED_ACTION = "sendmessage";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // A text message is UTF-8 and was checked to be. Guessing UTF-16 from NUL bytes would
          // break the offsets.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private enum Member {
    ROOM_ID,
    SOURCE,
    DESTINATION,
    POLITE,
    PAYLOAD,
    ACTION,
    MESSAGE;

    static Member of(String name) {
      return switch (name) {
        case "roomId" -> ROOM_ID;
        case "source" -> SOURCE;
        case "destination" -> DESTINATION;
        case "polite" -> POLITE;
        case "payload" -> PAYLOAD;
        case "action" -> ACTION;
        case "message" -> MESSAGE;
        default -> null;
      };
    }
  }

  /** What one object held; start and end are offsets into the message, end exclusive. */
  private static final class Members {
    private String destination;
    private Boolean polite;
    private String action;
    private int payloadStart;
    private int payloadEnd;
    private int messageStart;
    private int messageEnd;
  }

  private EnvelopeReader() {}

  /**
   * Reads a message.
   *
   * @param message UTF-8 text
   * @throws RefusedException with {@link ErrorCode#MESSAGE_INVALID} when it is not an envelope; the
   *     text says what is wrong and holds nothing of the message
   */
  static Envelope read(byte[] message) {
    Members members = members(message, 0, message.length);
    if (WRAPPED_ACTION.equals(members.action) && members.messageEnd > 0) {
      members = members(message, members.messageStart, members.messageEnd - members.messageStart);
    }
    if (members.payloadEnd == 0) {
      throw refused("a message needs a payload that is not null");
    }
    Buffer payload = Buffer.buffer(message).slice(members.payloadStart, members.payloadEnd);
    return new Envelope(members.destination, members.polite, payload);
  }

  private static Members members(byte[] message, int start, int length) {
    try (JsonParser parser = JSON.createParser(message, start, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused("a message must be a JSON object");
      }
      Members members = object(parser, start);
      if (parser.nextToken() != null) {
        throw refused("a message must be one JSON object and nothing after it");
      }
      return members;
    } catch (StreamConstraintsException e) {
      throw refused("a message must not nest deeper than " + MAX_DEPTH + " or hold huge numbers");
    } catch (IOException e) {
      throw refused("a message must be JSON");
    }
  }

  private static Members object(JsonParser parser, int base) throws IOException {
    Members members = new Members();
    EnumSet<Member> seen = EnumSet.noneOf(Member.class);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Member member = Member.of(parser.currentName());
      JsonToken value = parser.nextToken();
      int start = base + (int) parser.currentTokenLocation().getByteOffset();
      if (member != null) {
        if (!seen.add(member)) {
          throw refused("a message must not hold a member of the envelope twice");
        }
        take(members, member, value, parser);
      }
      parser.skipChildren();
      parser.finishToken();
      int end = base + (int) parser.currentLocation().getByteOffset();
      if (member == Member.PAYLOAD && value != JsonToken.VALUE_NULL) {
        members.payloadStart = start;
        members.payloadEnd = end;
      } else if (member == Member.MESSAGE && value == JsonToken.START_OBJECT) {
        members.messageStart = start;
        members.messageEnd = end;
      }
    }
    return members;
  }

  private static void take(Members members, Member member, JsonToken value, JsonParser parser)
      throws IOException {
    switch (member) {
      case DESTINATION -> {
        if (value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_STRING) {
          throw refused("destination must be a text or null");
        }
        members.destination = value == JsonToken.VALUE_NULL ? null : parser.getText();
      }
      case POLITE -> {
        if (value != JsonToken.VALUE_NULL && !value.isBoolean()) {
          throw refused("polite must be true, false or null");
        }
        members.polite = value == JsonToken.VALUE_NULL ? null : parser.getBooleanValue();
      }
      case ACTION -> members.action = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      default -> {
        // The server knows roomId and source itself; payload and message are taken as slices.
      }
    }
  }

  private static RefusedException refused(String rule) {
    return new RefusedException(ErrorCode.MESSAGE_INVALID, rule);
  }
}
