package dev.otter.contract.bus;

import dev.otter.contract.auth.AccessRevoked;
import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.ApiKeyList;
import dev.otter.contract.auth.CreateApiKey;
import dev.otter.contract.auth.IssueRoomToken;
import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.ListApiKeys;
import dev.otter.contract.auth.ListRevoked;
import dev.otter.contract.auth.NewApiKey;
import dev.otter.contract.auth.RevokeApiKey;
import dev.otter.contract.auth.RevokeToken;
import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.auth.RotateApiKey;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.calls.AskCallEvents;
import dev.otter.contract.calls.AskCalls;
import dev.otter.contract.calls.CallFact;
import dev.otter.contract.calls.KeptCalls;
import dev.otter.contract.calls.SeenCalls;
import dev.otter.contract.cluster.AskNode;
import dev.otter.contract.cluster.AskStanding;
import dev.otter.contract.cluster.ClientsCounted;
import dev.otter.contract.cluster.DrainNode;
import dev.otter.contract.cluster.NodeLeaving;
import dev.otter.contract.cluster.NodeReport;
import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.cluster.Standing;
import dev.otter.contract.console.AskFigures;
import dev.otter.contract.console.AskHour;
import dev.otter.contract.console.HourOfFigures;
import dev.otter.contract.console.NodeFigures;
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
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.ResumedParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomPage;
import dev.otter.contract.room.VisitRoom;
import dev.otter.contract.room.WebhooksChanged;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeLeft;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.PeerMessageCodec;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import dev.otter.contract.signaling.SequencedMessageCodec;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.AskTurnSecret;
import dev.otter.contract.turn.EndRelay;
import dev.otter.contract.turn.EndRelaying;
import dev.otter.contract.turn.IceServerList;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.contract.turn.TurnSecretStanding;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.stream.Stream;

/** Registers a codec for every record that travels on the event bus. */
public final class BusCodecs {

  /** Keys and tokens. */
  private static final List<Class<? extends Record>> KEYS =
      List.of(
          IssueRoomToken.class,
          IssuedRoomToken.class,
          VerifyRoomToken.class,
          RoomClaims.class,
          VerifyApiKey.class,
          ApiKeyClaims.class,
          CreateApiKey.class,
          NewApiKey.class,
          RotateApiKey.class,
          RevokeApiKey.class,
          ApiKeyInfo.class,
          ListApiKeys.class,
          ApiKeyList.class,
          RevokeToken.class,
          RevokedToken.class,
          ListRevoked.class,
          AccessRevoked.class);

  /** Rooms, who is in them, and their servers. */
  private static final List<Class<? extends Record>> ROOMS =
      List.of(
          CreateRoom.class,
          CreatedRoom.class,
          FindRoom.class,
          VisitRoom.class,
          ListRooms.class,
          RoomPage.class,
          ChangeRoom.class,
          EndRoom.class,
          JoinRoom.class,
          JoinedRoom.class,
          LeaveRoom.class,
          PutOutParticipant.class,
          InterruptParticipant.class,
          InterruptedParticipant.class,
          ResumeParticipant.class,
          ResumedParticipant.class,
          AnnounceParticipant.class,
          Room.class,
          Delivered.class,
          ParticipantJoined.class,
          ParticipantLeft.class,
          ParticipantInterrupted.class,
          ParticipantResumed.class,
          ConnectionDismissed.class,
          SequenceNotice.class,
          AskIceServers.class,
          IceServerList.class,
          IceServersChanged.class,
          RelayReport.class,
          RelayReports.class,
          EndRelay.class,
          EndRelaying.class);

  /** What nodes say of themselves, and tell each other. */
  private static final List<Class<? extends Record>> NODES =
      List.of(
          ClientsCounted.class,
          AskNode.class,
          DrainNode.class,
          NodeReport.class,
          WebhooksChanged.class,
          AskFigures.class,
          NodeFigures.class,
          AskHour.class,
          HourOfFigures.class,
          AskStanding.class,
          Standing.class,
          NodeLeaving.class,
          AskTurnSecret.class,
          TurnSecretStanding.class,
          NodeLeft.class,
          NodesPresent.class);

  /** What happens to calls. */
  private static final List<Class<? extends Record>> CALLS =
      List.of(
          CallFact.class, AskCalls.class, SeenCalls.class, AskCallEvents.class, KeptCalls.class);

  private BusCodecs() {}

  /** Registers all codecs; call it once for each {@code vertx}, before the first verticle. */
  public static void register(Vertx vertx) {
    EventBus bus = vertx.eventBus();
    records().forEach(type -> register(bus, type));
    bus.registerDefaultCodec(PeerMessage.class, new PeerMessageCodec());
    bus.registerDefaultCodec(SequencedMessage.class, new SequencedMessageCodec());
  }

  /** All that travel as JSON. */
  static Stream<Class<? extends Record>> records() {
    return Stream.of(KEYS, ROOMS, NODES, CALLS).flatMap(List::stream);
  }

  private static <T extends Record> void register(EventBus bus, Class<T> type) {
    bus.registerDefaultCodec(type, new RecordCodec<>(type));
  }
}
