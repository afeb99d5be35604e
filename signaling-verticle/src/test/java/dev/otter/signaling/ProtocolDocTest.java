package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.calls.ClientFinding;
import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/signaling-protocol.md says what the code does: examples, tables and limits. */
class ProtocolDocTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Set<String> KINDS =
      Set.of(
          "client-message",
          "wrapped",
          "peer-message",
          "arrival",
          "present",
          "departure",
          "departure-of-one",
          "error",
          "payload",
          "v1-client",
          "v1-welcome",
          "v1-resumed",
          "v1-fixed",
          "v1-message",
          "v1-notice",
          "v1-presence",
          "v1-error",
          "v1-ice-servers");

  private final ProtocolPage page = new ProtocolPage();

  @Test
  void everyJsonBlockIsAnExampleOfAKnownKindAndNoKindIsMissing() {
    assertThat(page.examples()).extracting(ProtocolPage.Example::kind).containsOnly(kinds());
    assertThat(page.jsonBlocks()).isEqualTo(page.examples().size());
  }

  @Test
  void clientMessagesAreReadAsTheyAreWritten() {
    for (String example : page.examples("client-message")) {
      assertReadAs(example, tree(example));
    }
  }

  @Test
  void theClientMessagesShowADestinationANullOneAndNone() {
    assertThat(page.examples("client-message").stream().map(each -> tree(each).path("destination")))
        .anyMatch(JsonNode::isTextual)
        .anyMatch(JsonNode::isNull)
        .anyMatch(JsonNode::isMissingNode);
  }

  @Test
  void theWrappedFormIsReadAsTheEnvelopeInIt() {
    for (String example : page.examples("wrapped")) {
      assertThat(tree(example).path("action").asText()).isEqualTo("sendmessage");
      assertReadAs(example, tree(example).path("message"));
    }
  }

  @Test
  void peerMessagesAreWhatTheServerWrites() {
    for (String example : page.examples("peer-message")) {
      JsonNode said = tree(example);
      PeerMessage message =
          new PeerMessage(
              id(said, "destination"),
              new RoomId(said.path("roomId").textValue()),
              id(said, "source"),
              said.has("polite") ? said.get("polite").booleanValue() : null,
              Buffer.buffer(said.path("payload").toString()));

      assertThat(tree(text(PlainDialect.encode(message)))).isEqualTo(said);
    }
  }

  @Test
  void arrivalsAreWhatTheServerWrites() {
    for (String example : page.examples("arrival")) {
      JsonNode said = tree(example);
      ParticipantJoined joined =
          new ParticipantJoined(
              id(said, "destination"),
              RoomId.random(),
              id(said, "source"),
              false,
              null,
              Permissions.OF_A_GUEST);

      assertThat(tree(text(PlainDialect.encode(joined)))).isEqualTo(said);
    }
  }

  @Test
  void departuresAreWhatTheServerWrites() {
    for (String example : page.examples("departure")) {
      JsonNode said = tree(example);
      ConnectionId destination = id(said, "destination");
      ParticipantLeft left =
          new ParticipantLeft(
              destination, RoomId.random(), ConnectionId.random(destination.node()));

      assertThat(tree(text(PlainDialect.encode(left)))).isEqualTo(said);
    }
  }

  @Test
  void inARoomForMoreThanTwoPresenceAndDeparturesAreWhatTheServerWrites() {
    for (String example : page.examples("present")) {
      JsonNode said = tree(example);
      assertThat(tree(text(PlainDialect.present(id(said, "destination"), id(said, "source")))))
          .isEqualTo(said);
    }
    for (String example : page.examples("departure-of-one")) {
      JsonNode said = tree(example);
      assertThat(
              tree(
                  text(
                      PlainDialect.departureOf(
                          new ParticipantLeft(
                              id(said, "destination"), RoomId.random(), id(said, "left"))))))
          .isEqualTo(said);
    }
  }

  @Test
  void errorsAreWhatTheServerWrites() {
    for (String example : page.examples("error")) {
      JsonNode said = tree(example);
      RefusedException refusal = PeerRouter.unknownDestination();

      assertThat(tree(text(PlainDialect.error(id(said, "destination"), refusal)))).isEqualTo(said);
    }
  }

  @Test
  void thePayloadsOfOurPagePassUntouched() {
    for (String payload : page.examples("payload")) {
      assertThat(tree(payload).isObject()).isTrue();
      assertThat(read("{\"payload\":" + payload + "}").payload().toString()).isEqualTo(payload);
    }
  }

  @Test
  void theTableOfCloseCodesIsTheOneInTheCode() {
    List<String> said =
        page.table("close-codes").stream()
            .flatMap(row -> codes(row.get(1)).stream().map(code -> row.get(0) + ' ' + code))
            .toList();

    List<String> done =
        Arrays.stream(ErrorCode.values())
            .filter(code -> code.closeCode().isPresent())
            .map(code -> code.closeCode().orElseThrow() + " " + code.code())
            .toList();
    assertThat(said).containsExactlyInAnyOrderElementsOf(done);
    for (List<String> row : page.table("close-codes")) {
      assertThat(codes(row.get(1)))
          .allMatch(code -> row.get(3).matches((known(code).reconnect() ? "yes" : "no") + "\\b.*"));
    }
  }

  @Test
  void theTableOfFindingsIsTheOneInTheCode() {
    List<String> said =
        page.table("findings").stream()
            .map(row -> codes(row.get(0)).get(0) + ' ' + row.get(1))
            .toList();

    assertThat(said)
        .containsExactlyElementsOf(
            Arrays.stream(ClientFinding.values())
                .map(each -> each.text() + (each.aboutPeer() ? " yes" : " no"))
                .toList());
  }

  @Test
  void refusalsBeforeTheUpgradeHaveTheirHttpStatus() {
    for (List<String> row : page.table("upgrade")) {
      for (String code : codes(row.get(1))) {
        assertThat(known(code).httpStatus()).as(code).isEqualTo(Integer.parseInt(row.get(0)));
      }
    }
  }

  @Test
  void everyCodeThatNeverClosesAConnectionButComesOverOneIsAmongTheErrorMessages() {
    List<String> said =
        page.table("error-messages").stream()
            .flatMap(row -> codes(row.get(0)).stream())
            .peek(ProtocolDocTest::known)
            .toList();

    List<String> destinations =
        Arrays.stream(ErrorCode.values())
            .map(ErrorCode::code)
            .filter(code -> code.startsWith("destination-"))
            .toList();
    assertThat(said).containsAll(destinations).contains(ErrorCode.INTERNAL.code());
  }

  @Test
  void theLimitsAreThoseOfTheCode() {
    assertThat(page.cellBeside("size of a message"))
        .startsWith(LimitsConfig.DEFAULT_MESSAGE_BYTES + " bytes");
    assertThat(page.cellBeside("nesting of a message"))
        .isEqualTo(String.valueOf(EnvelopeReader.MAX_DEPTH));
    assertThat(page.cellBeside("digits of a number"))
        .isEqualTo(String.valueOf(JsonScanner.MAX_DIGITS));
    assertThat(page.cellBeside("bytes that wait"))
        .startsWith(String.valueOf(LimitsConfig.DEFAULT_OUTBOUND_BYTES));
    assertThat(page.cellBeside("silence"))
        .isEqualTo(DeadlinesConfig.DEFAULT_SILENCE_SECONDS + " s (`limits.silenceSeconds`)");
    assertThat(page.cellBeside("time for the upgrade request"))
        .isEqualTo(DeadlinesConfig.DEFAULT_REQUEST_SECONDS + " s (`limits.requestSeconds`)");
  }

  private static void assertReadAs(String message, JsonNode envelope) {
    Envelope read = read(message);

    assertThat(read.destination()).isEqualTo(envelope.path("destination").textValue());
    assertThat(read.polite())
        .isEqualTo(envelope.path("polite").isBoolean() ? envelope.get("polite").asBoolean() : null);
    assertThat(tree(read.payload().toString())).isEqualTo(envelope.get("payload"));
    assertThat(message).contains(read.payload().toString());
    if (read.destination() != null) {
      assertThat(ConnectionId.parse(read.destination())).isPresent();
    }
  }

  private static Envelope read(String message) {
    return Envelope.read(message.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  private static ConnectionId id(JsonNode envelope, String member) {
    return new ConnectionId(envelope.path(member).textValue());
  }

  private static List<String> codes(String cell) {
    return QUOTED.matcher(cell).results().map((MatchResult quoted) -> quoted.group(1)).toList();
  }

  private static ErrorCode known(String code) {
    return ErrorCode.of(code).orElseThrow(() -> new AssertionError("no error code: " + code));
  }

  private static String[] kinds() {
    return KINDS.toArray(String[]::new);
  }
}
