package dev.otter.signaling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.SequenceNotice;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one text message of {@code otter.v1} in one pass and without a tree, as {@link
 * EnvelopeReader} reads the plain dialect: the payload comes out as the slice of bytes it was.
 * Unknown members are passed over; any member that stands twice is refused.
 */
final class V1MessageReader {

  /** The largest number: what JavaScript counts to without a mistake. */
  static final long MAX_SEQ = (1L << 53) - 1;

  /** The destination that means everybody named in {@code seqs}. */
  static final String ALL = "*";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(EnvelopeReader.MAX_DEPTH).build())
          .build();

  private final byte[] message;
  private String type;
  private String destination;
  private String connectionId;
  private String secret;
  private String nextSecret;
  private long attempt = -1;
  private Boolean polite;
  private long seq = -1;
  private Map<ConnectionId, Long> seqs;
  private Buffer payload;
  private Buffer report;
  private String finding;

  private V1MessageReader(byte[] message) {
    this.message = message;
  }

  /**
   * Reads a message.
   *
   * @param message UTF-8 text
   * @throws RefusedException with {@link ErrorCode#MESSAGE_INVALID} when it is none of the
   *     dialect's; the text says what is wrong and holds nothing of the message
   */
  static V1ClientMessage read(byte[] message) {
    V1MessageReader reader = new V1MessageReader(message);
    try (JsonParser parser = JSON.createParser(message)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused("a message must be a JSON object");
      }
      reader.members(parser);
      if (parser.nextToken() != null) {
        throw refused("a message must be one JSON object and nothing after it");
      }
    } catch (StreamConstraintsException e) {
      throw refused(
          "a message must not nest deeper than "
              + EnvelopeReader.MAX_DEPTH
              + " or hold huge numbers");
    } catch (IOException e) {
      throw refused("a message must be JSON");
    }
    return reader.toMessage();
  }

  private void members(JsonParser parser) throws IOException {
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!seen.add(name)) {
        throw refused("a message must not hold a member twice");
      }
      JsonToken value = parser.nextToken();
      switch (name) {
        case "type" -> type = text(parser, value, "type");
        case "destination" -> destination = text(parser, value, "destination");
        case "connectionId" -> connectionId = text(parser, value, "connectionId");
        case "secret" -> secret = text(parser, value, "secret");
        case "nextSecret" -> nextSecret = text(parser, value, "nextSecret");
        case "attempt" -> attempt = number(parser, value);
        case "seq" -> seq = number(parser, value);
        case "seqs" -> seqs = numbers(parser, value);
        case "polite" -> polite = flag(parser, value);
        case "payload" -> payload = slice(parser, value);
        case "finding" -> finding = text(parser, value, "finding");
        case "report" -> report = slice(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private static String text(JsonParser parser, JsonToken value, String name) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    if (value != JsonToken.VALUE_STRING) {
      throw refused(name + " must be a text");
    }
    return parser.getText();
  }

  private static Boolean flag(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!value.isBoolean()) {
      throw refused("polite must be true, false or null");
    }
    return parser.getBooleanValue();
  }

  private static long number(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && parser.getLongValue() >= 0
        && parser.getLongValue() <= MAX_SEQ) {
      return parser.getLongValue();
    }
    throw refused("seq and attempt must be a whole number from 0 to " + MAX_SEQ);
  }

  private static Map<ConnectionId, Long> numbers(JsonParser parser, JsonToken value)
      throws IOException {
    if (value != JsonToken.START_OBJECT) {
      throw refused("seqs must be an object");
    }
    Map<ConnectionId, Long> numbers = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      ConnectionId to =
          ConnectionId.parse(parser.currentName())
              .orElseThrow(() -> refused("seqs must name connection ids"));
      long number = number(parser, parser.nextToken());
      if (number == 0 || numbers.put(to, number) != null) {
        throw refused("seqs must name each connection once, with a number from 1");
      }
      if (numbers.size() > Room.MAX_PARTICIPANTS) {
        throw refused("seqs must not name more than " + Room.MAX_PARTICIPANTS);
      }
    }
    return numbers;
  }

  private Buffer slice(JsonParser parser, JsonToken value) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    return value == JsonToken.VALUE_NULL ? null : Buffer.buffer(message).slice(start, end);
  }

  private V1ClientMessage toMessage() {
    if (type == null) {
      return peerMessage();
    }
    return switch (type) {
      case "join" -> join();
      case "resume" -> resume();
      case "ack" -> notice(SequenceNotice.Kind.ACK);
      case "resend" -> notice(SequenceNotice.Kind.RESEND);
      case "resync" -> notice(SequenceNotice.Kind.RESYNC);
      case "quality" -> new V1ClientMessage.Quality(report);
      case "finding" -> new V1ClientMessage.Finding(finding, ConnectionId.parse(destination));
      case "ping" -> new V1ClientMessage.Ping();
      default -> throw refused("this type of message is not known");
    };
  }

  private V1ClientMessage peerMessage() {
    if (payload == null) {
      throw refused("a message needs a payload that is not null");
    }
    if (ALL.equals(destination)) {
      if (seqs == null) {
        throw refused("a message to * needs seqs");
      }
      return new V1ClientMessage.ToAll(seqs, polite, payload);
    }
    if (seq < 1) {
      throw refused("a message needs a seq from 1");
    }
    return new V1ClientMessage.ToPeer(ConnectionId.parse(destination), seq, polite, payload);
  }

  private V1ClientMessage join() {
    return new V1ClientMessage.Join(chosen(secret, "secret"), attempt());
  }

  private V1ClientMessage resume() {
    if (secret == null || secret.length() > ResumeSecret.MAX_CHARACTERS) {
      throw refused("a resume needs the secret that was chosen before");
    }
    ResumeSecret next = chosen(nextSecret, "nextSecret");
    if (nextSecret.equals(secret)) {
      throw refused("nextSecret must be another than secret");
    }
    return ConnectionId.parse(connectionId)
        .map(id -> new V1ClientMessage.Resume(id, new ResumeSecret(secret), next, attempt()))
        .orElseThrow(() -> refused("a resume needs a connectionId"));
  }

  private static ResumeSecret chosen(String text, String name) {
    if (text == null || !new ResumeSecret(text).mayBeChosen()) {
      throw refused(
          name
              + " must be "
              + ResumeSecret.MIN_CHARACTERS
              + " to "
              + ResumeSecret.MAX_CHARACTERS
              + " random characters of A-Z a-z 0-9 - _");
    }
    return new ResumeSecret(text);
  }

  private long attempt() {
    if (attempt < 1) {
      throw refused("a hello needs an attempt, from 1");
    }
    return attempt;
  }

  private V1ClientMessage notice(SequenceNotice.Kind kind) {
    if (seq < 0) {
      throw refused("this type of message needs a seq");
    }
    return new V1ClientMessage.Notice(ConnectionId.parse(destination), kind, seq);
  }

  private static RefusedException refused(String rule) {
    return new RefusedException(ErrorCode.MESSAGE_INVALID, rule);
  }
}
