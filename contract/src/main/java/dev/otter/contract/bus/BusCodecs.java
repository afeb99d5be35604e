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
import dev.otter.contract.turn.EndRelay;
import dev.otter.contract.turn.EndRelaying;
import dev.otter.contract.turn.IceServerList;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;

/** Registers a codec for every record that travels on the event bus. */
public final class BusCodecs {

  private BusCodecs() {}

  /** Registers all codecs; call it once for each {@code vertx}, before the first verticle. */
  public static void register(Vertx vertx) {
    EventBus bus = vertx.eventBus();
    record(bus, IssueRoomToken.class);
    record(bus, IssuedRoomToken.class);
    record(bus, VerifyRoomToken.class);
    record(bus, RoomClaims.class);
    record(bus, VerifyApiKey.class);
    record(bus, ApiKeyClaims.class);
    record(bus, CreateApiKey.class);
    record(bus, NewApiKey.class);
    record(bus, RotateApiKey.class);
    record(bus, RevokeApiKey.class);
    record(bus, ApiKeyInfo.class);
    record(bus, ListApiKeys.class);
    record(bus, ApiKeyList.class);
    record(bus, RevokeToken.class);
    record(bus, RevokedToken.class);
    record(bus, ListRevoked.class);
    record(bus, AccessRevoked.class);
    record(bus, CreateRoom.class);
    record(bus, CreatedRoom.class);
    record(bus, FindRoom.class);
    record(bus, VisitRoom.class);
    record(bus, ListRooms.class);
    record(bus, RoomPage.class);
    record(bus, ChangeRoom.class);
    record(bus, EndRoom.class);
    record(bus, JoinRoom.class);
    record(bus, JoinedRoom.class);
    record(bus, LeaveRoom.class);
    record(bus, PutOutParticipant.class);
    record(bus, InterruptParticipant.class);
    record(bus, InterruptedParticipant.class);
    record(bus, ResumeParticipant.class);
    record(bus, ResumedParticipant.class);
    record(bus, AnnounceParticipant.class);
    record(bus, Room.class);
    record(bus, Delivered.class);
    record(bus, ParticipantJoined.class);
    record(bus, ParticipantLeft.class);
    record(bus, ParticipantInterrupted.class);
    record(bus, ParticipantResumed.class);
    record(bus, ConnectionDismissed.class);
    record(bus, SequenceNotice.class);
    record(bus, AskIceServers.class);
    record(bus, IceServerList.class);
    record(bus, IceServersChanged.class);
    record(bus, RelayReport.class);
    record(bus, RelayReports.class);
    record(bus, EndRelay.class);
    record(bus, EndRelaying.class);
    registerNodes(bus);
    registerCalls(bus);
    bus.registerDefaultCodec(PeerMessage.class, new PeerMessageCodec());
    bus.registerDefaultCodec(SequencedMessage.class, new SequencedMessageCodec());
  }

  /** What nodes say of themselves, and tell each other. */
  private static void registerNodes(EventBus bus) {
    record(bus, ClientsCounted.class);
    record(bus, AskNode.class);
    record(bus, DrainNode.class);
    record(bus, NodeReport.class);
    record(bus, WebhooksChanged.class);
    record(bus, AskFigures.class);
    record(bus, NodeFigures.class);
    record(bus, AskHour.class);
    record(bus, HourOfFigures.class);
    record(bus, AskStanding.class);
    record(bus, Standing.class);
    record(bus, NodeLeaving.class);
    record(bus, NodeLeft.class);
    record(bus, NodesPresent.class);
  }

  /** What happens to calls. */
  private static void registerCalls(EventBus bus) {
    record(bus, CallFact.class);
    record(bus, AskCalls.class);
    record(bus, SeenCalls.class);
    record(bus, AskCallEvents.class);
    record(bus, KeptCalls.class);
  }

  private static <T extends Record> void record(EventBus bus, Class<T> type) {
    bus.registerDefaultCodec(type, new RecordCodec<>(type));
  }
}
