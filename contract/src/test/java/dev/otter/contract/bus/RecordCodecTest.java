package dev.otter.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.AccessRevoked;
import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.ApiKeyList;
import dev.otter.contract.auth.CreateApiKey;
import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.ListApiKeys;
import dev.otter.contract.auth.ListRevoked;
import dev.otter.contract.auth.NewApiKey;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.RevokeApiKey;
import dev.otter.contract.auth.RevokeToken;
import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.auth.Role;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.auth.RotateApiKey;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.ChangeRoom;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.CreatedRoom;
import dev.otter.contract.room.EndRoom;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.InterruptedParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.JoinedRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.ListRooms;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.ResumedParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomPage;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.room.RoomStatus;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.room.VisitRoom;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeLeft;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.SequenceNotice;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");
  private static final RoomId ROOM_ID = RoomId.random();
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());
  private static final Participant PLAIN = Participant.live(ALICE, "guest-1", null, NOW);
  private static final Participant AWAY =
      Participant.live(BOB, "guest-2", "hash", NOW).interrupted();
  private static final Room ROOM =
      Room.create(ROOM_ID, "stand-up ✓", 2, NOW).withParticipants(List.of(PLAIN, AWAY), NOW);

  private static final KeyId KEY = new KeyId("k1");
  private static final ApiKeyClaims ADMIN = new ApiKeyClaims(KEY, Scope.all());
  private static final ApiKeyInfo KEY_INFO =
      new ApiKeyInfo(KEY, "backend", List.of(Scope.ROOMS_READ), NOW, null, NOW, null);

  private static final RoomClaims CLAIMS =
      new RoomClaims(
          ROOM_ID,
          "id-1",
          "Zoë",
          "jti",
          NOW,
          null,
          new Permissions(Role.HOST, Set.of(Grant.AUDIO)),
          new RoomSeed("stand-up ✓", 3, NOW));

  /** One of each record that {@link BusCodecs} registers a {@link RecordCodec} for. */
  static Stream<Record> records() {
    return Stream.of(
        IssueRoomToken.forLink(ROOM_ID, KEY),
        new IssueRoomToken(ROOM_ID, "Zoë", 60, null),
        new IssuedRoomToken("a.b.c", NOW),
        new VerifyRoomToken("a.b.c"),
        new VerifyRoomToken(null),
        new RoomClaims(ROOM_ID, "guest-1", null, "jti", NOW, KEY),
        CLAIMS,
        new VerifyApiKey("key"),
        new VerifyApiKey(null),
        ADMIN,
        new CreateApiKey(ADMIN, "backend", Set.of(Scope.ROOMS_READ), NOW),
        new NewApiKey(KEY_INFO, "key"),
        new RotateApiKey(ADMIN, KEY, 60),
        new RevokeApiKey(KEY),
        KEY_INFO,
        new ListApiKeys(),
        new ApiKeyList(List.of(KEY_INFO)),
        new RevokeToken("a.b.c", null, null),
        new RevokedToken("jti", NOW),
        new ListRevoked(),
        new AccessRevoked(Set.of("jti"), Set.of(KEY)),
        new CreateRoom("stand-up", 2),
        new CreateRoom(null, 16, new RoomTerms("{\"a\":[1,\"✓\"]}", 300, 3_600)),
        new VisitRoom(CLAIMS),
        new ListRooms(RoomStatus.CLOSED, ROOM_ID, 50),
        new ListRooms(null, null, 1),
        new RoomPage(List.of(ROOM), ROOM_ID),
        new RoomPage(List.of(), null),
        new ChangeRoom(ROOM_ID, 3, ChangeRoom.NO_METADATA, null, 0),
        new EndRoom(ROOM_ID),
        new AnnounceParticipant(ROOM_ID, AWAY, new RoomSeed("stand-up ✓", 3, NOW)),
        new CreatedRoom(ROOM, true),
        new FindRoom("😀 \"quoted\""),
        new JoinRoom(
            ROOM_ID, ALICE, "guest-1", "Zoë", null, 0, Permissions.OF_A_GUEST, RoomSeed.PLAIN),
        new JoinedRoom(ROOM, ALICE, null),
        new JoinedRoom(ROOM, BOB, AWAY),
        new PutOutParticipant(ROOM_ID, ALICE),
        new LeaveRoom(ROOM_ID, ALICE, 7),
        new InterruptParticipant(ROOM_ID, ALICE, 7, "hash"),
        InterruptParticipant.of(ROOM_ID, PLAIN),
        new InterruptedParticipant(ROOM, true),
        new ResumeParticipant(ROOM_ID, ALICE, "guest-1", "old", "new", 8, NodeTag.random()),
        new ResumedParticipant(ROOM, AWAY),
        new ResumedParticipant(null, null),
        ROOM,
        Delivered.DELIVERED,
        new NodeLeft(NodeTag.random()),
        new ParticipantJoined(ALICE, ROOM_ID, BOB, true, null, Permissions.OF_A_GUEST),
        new ParticipantLeft(ALICE, ROOM_ID, BOB),
        new ParticipantInterrupted(ALICE, ROOM_ID, BOB, NodeTag.random()),
        new ParticipantResumed(ALICE, ROOM_ID, BOB, NodeTag.random()),
        ConnectionDismissed.of(ROOM_ID, AWAY, ErrorCode.PUT_OUT, "you were put out"),
        new SequenceNotice(ALICE, ROOM_ID, BOB, SequenceNotice.Kind.RESYNC, 5_000_000_000L));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordComesBackFromTheWireAsItWas(Record message) {
    assertThat(overTheWire(message, 0)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void aRecordIsReadFromTheMiddleOfABuffer(int position) {
    assertThat(overTheWire(ROOM, position)).isEqualTo(ROOM);
  }

  @Test
  void theWireHoldsTheLengthInBytesAndThenJson() {
    Buffer wire = Buffer.buffer();

    new RecordCodec<>(FindRoom.class).encodeToWire(wire, new FindRoom("ä"));

    assertThat(wire.getInt(0)).isEqualTo(17);
    assertThat(wire.getString(4, wire.length())).isEqualTo("{\"idOrName\":\"ä\"}");
  }

  @Test
  void insideANodeTheRecordItselfIsPassedOn() {
    assertThat(new RecordCodec<>(Room.class).transform(ROOM)).isSameAs(ROOM);
  }

  @Test
  void everyTypeHasACodecOfItsOwn() {
    assertThat(records().map(Record::getClass).distinct().map(RecordCodecTest::codec))
        .extracting(RecordCodec::name)
        .doesNotHaveDuplicates()
        .contains("otter.Room", "otter.CreateRoom");
  }

  private static <T extends Record> T overTheWire(T message, int position) {
    @SuppressWarnings("unchecked")
    RecordCodec<T> codec = (RecordCodec<T>) codec(message.getClass());
    Buffer wire = Buffer.buffer(new byte[position]);
    codec.encodeToWire(wire, message);
    wire.appendString("the next message");
    return codec.decodeFromWire(position, wire);
  }

  private static <T extends Record> RecordCodec<T> codec(Class<T> type) {
    return new RecordCodec<>(type);
  }
}
