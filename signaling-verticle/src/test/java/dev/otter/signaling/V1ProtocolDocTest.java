package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.Role;
import dev.otter.contract.config.AccessLimitsConfig;
import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ParticipantState;
import dev.otter.contract.room.ResumeLock;
import dev.otter.contract.room.ResumeWindow;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import dev.otter.contract.turn.IceServer;
import dev.otter.contract.turn.IceServerList;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/signaling-protocol.md, the chapter of {@code otter.v1}: its examples and limits. */
class V1ProtocolDocTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final RoomId ROOM = RoomId.random();
  private static final ConnectionId ME = ConnectionId.random(NodeTag.random());
  private static final V1Limits LIMITS =
      new V1Limits(
          new LimitsConfig(
              LimitsConfig.DEFAULT_MESSAGE_BYTES,
              LimitsConfig.DEFAULT_CONNECTIONS_PER_NODE,
              LimitsConfig.DEFAULT_OUTBOUND_BYTES,
              LimitsConfig.DEFAULT_MESSAGE_RATE,
              LimitsConfig.DEFAULT_CONNECTIONS_PER_ADDRESS,
              new DeadlinesConfig(
                  DeadlinesConfig.DEFAULT_REQUEST_SECONDS,
                  DeadlinesConfig.DEFAULT_HELLO_SECONDS,
                  DeadlinesConfig.DEFAULT_SILENCE_SECONDS),
              AccessLimitsConfig.NONE),
          ResumeWindow.DEFAULT);

  private final ProtocolPage page = new ProtocolPage();

  @Test
  void everyMessageOfAClientIsShownAndRead() {
    List<Class<?>> read =
        page.examples("v1-client").stream()
            .<Class<?>>map(
                example ->
                    V1MessageReader.read(example.getBytes(StandardCharsets.UTF_8)).getClass())
            .toList();

    assertThat(read).containsAll(kinds(V1ClientMessage.class));
    assertThat(page.examples("v1-client").stream().map(each -> tree(each).path("type").asText()))
        .contains("ack", "resend", "resync");
  }

  private static List<Class<?>> kinds(Class<?> of) {
    List<Class<?>> kinds = new ArrayList<>();
    for (Class<?> each : of.getPermittedSubclasses()) {
      kinds.addAll(each.isSealed() ? kinds(each) : List.of(each));
    }
    return kinds;
  }

  @Test
  void messagesAreWhatTheServerWrites() {
    for (String example : page.examples("v1-message")) {
      JsonNode said = tree(example);
      PeerMessage message =
          new PeerMessage(
              id(said, "destination"),
              new RoomId(said.get("roomId").asText()),
              id(said, "source"),
              null,
              Buffer.buffer(said.get("payload").toString()));

      assertWritten(new SequencedMessage(message, said.get("seq").asLong()), said);
    }
  }

  @Test
  void noticesAreWhatTheServerWrites() {
    for (String example : page.examples("v1-notice")) {
      JsonNode said = tree(example);
      SequenceNotice.Kind kind =
          SequenceNotice.Kind.valueOf(said.get("type").asText().toUpperCase(Locale.ROOT));

      assertWritten(
          new SequenceNotice(ME, ROOM, id(said, "source"), kind, said.get("seq").asLong()), said);
    }
  }

  @Test
  void presenceIsWhatTheServerWrites() {
    List<String> examples = page.examples("v1-presence");
    ConnectionId peer = id(tree(examples.get(0)), "connectionId");

    assertThat(examples.stream().map(V1ProtocolDocTest::tree))
        .containsExactly(
            tree(
                V1Dialect.text(
                    new ParticipantJoined(ME, ROOM, peer, true, null, Permissions.OF_A_GUEST))),
            tree(V1Dialect.text(new ParticipantInterrupted(ME, ROOM, peer, peer.node()))),
            tree(V1Dialect.text(new ParticipantResumed(ME, ROOM, peer, peer.node()))),
            tree(V1Dialect.text(new ParticipantLeft(ME, ROOM, peer))));
  }

  @Test
  void greetingsAreWhatTheServerWrites() {
    for (String type : List.of("welcome", "resumed")) {
      for (String example : page.examples("v1-" + type)) {
        JsonNode said = tree(example);
        Participant peer =
            participant(said.at("/peers/0"), id(said.at("/peers/0"), "connectionId"));
        boolean live = said.at("/peers/0/state").asText().equals("live");

        String written =
            V1Dialect.greeting(
                type,
                new RoomId(said.get("roomId").asText()),
                participant(said.get("self"), id(said, "connectionId")),
                List.of(live ? peer : peer.interrupted()),
                LIMITS,
                servers(said, "iceTtlSeconds"));

        assertThat(tree(written)).isEqualTo(said);
      }
    }
  }

  @Test
  void iceServersAreWhatTheServerWrites() {
    List<String> examples = page.examples("v1-ice-servers");

    assertThat(examples).hasSize(2);
    for (String example : examples) {
      JsonNode said = tree(example);
      boolean restart = said.get("restart").asBoolean();
      assertThat(tree(V1Dialect.iceServers(servers(said, "ttlSeconds"), restart))).isEqualTo(said);
    }
  }

  private static IceServerList servers(JsonNode said, String ttl) {
    List<IceServer> servers = new ArrayList<>();
    said.get("iceServers")
        .forEach(
            each ->
                servers.add(
                    new IceServer(
                        List.of(each.at("/urls/0").asText()),
                        each.path("username").asText(null),
                        each.path("credential").asText(null))));
    return new IceServerList(null, servers, said.get(ttl).asLong());
  }

  private static Participant participant(JsonNode said, ConnectionId id) {
    Set<Grant> grants = new HashSet<>();
    said.get("grants").forEach(word -> grants.add(Grant.of(word.asText()).orElseThrow()));
    return new Participant(
        id,
        "guest",
        said.path("identity").asText(null),
        id.node(),
        ParticipantState.LIVE,
        ResumeLock.fresh("h", 1),
        Instant.EPOCH,
        new Permissions(Role.of(said.get("role").asText()).orElseThrow(), grants));
  }

  @Test
  void whatIsAlwaysTheSameIsWhatTheServerWrites() {
    assertThat(page.examples("v1-fixed"))
        .containsExactlyInAnyOrder(
            V1Dialect.resync(), V1Dialect.goAway(V1Connection.COME_BACK_WITHIN_MS), V1Dialect.PONG);
  }

  @Test
  void errorsAreWhatTheServerWrites() {
    for (String example : page.examples("v1-error")) {
      assertThat(
              V1Dialect.error(
                  Optional.of(id(tree(example), "destination")), PeerRouter.unknownDestination()))
          .isEqualTo(example);
    }
  }

  @Test
  void theLimitsAreThoseOfTheCode() {
    assertThat(page.cellBeside("time to the hello"))
        .isEqualTo(LIMITS.helloTimeout().toSeconds() + " s (`limits.helloSeconds`)");
    assertThat(page.cellBeside("characters of a secret"))
        .isEqualTo(ResumeSecret.MIN_CHARACTERS + " to " + ResumeSecret.MAX_CHARACTERS);
    assertThat(page.cellBeside("time to come back"))
        .isEqualTo(ResumeWindow.DEFAULT.toSeconds() + " s");
    assertThat(page.cellBeside("numbers")).endsWith(" " + V1MessageReader.MAX_SEQ);
    assertThat(page.cellBeside("destinations of one"))
        .isEqualTo(String.valueOf(Room.MAX_PARTICIPANTS));
    assertThat(Arrays.asList(page.cellBeside("messages kept").split("\\D+")))
        .containsExactly(
            String.valueOf(SentMessages.MAX_MESSAGES), String.valueOf(SentMessages.MAX_BYTES));
  }

  private static void assertWritten(NodeMessage message, JsonNode said) {
    assertThat(tree(V1Dialect.text(message))).isEqualTo(said);
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  private static ConnectionId id(JsonNode message, String member) {
    return new ConnectionId(message.path(member).textValue());
  }
}
