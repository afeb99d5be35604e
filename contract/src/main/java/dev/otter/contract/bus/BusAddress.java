package dev.otter.contract.bus;

import dev.otter.contract.id.NodeTag;

/**
 * Every event-bus address. Unless said otherwise any node may answer, this node's own verticle is
 * preferred, and nothing is promised about the order of answers.
 */
public enum BusAddress {
  /** {@code IssueRoomToken} to the auth verticle; answered by {@code IssuedRoomToken}. */
  ISSUE_ROOM_TOKEN("otter.auth.issue-room-token"),
  /** {@code VerifyRoomToken} to the auth verticle; answered by {@code RoomClaims}. */
  VERIFY_ROOM_TOKEN("otter.auth.verify-room-token"),
  /** {@code VerifyApiKey} to the auth verticle; answered by {@code ApiKeyClaims}. */
  VERIFY_API_KEY("otter.auth.verify-api-key"),
  /** {@code CreateApiKey} to the auth verticle; answered by {@code NewApiKey}. */
  CREATE_API_KEY("otter.auth.create-api-key"),
  /** {@code RotateApiKey} to the auth verticle; answered by {@code NewApiKey}. */
  ROTATE_API_KEY("otter.auth.rotate-api-key"),
  /** {@code RevokeApiKey} to the auth verticle; answered by {@code ApiKeyInfo}. */
  REVOKE_API_KEY("otter.auth.revoke-api-key"),
  /** {@code ListApiKeys} to the auth verticle; answered by {@code ApiKeyList}. */
  LIST_API_KEYS("otter.auth.list-api-keys"),
  /** {@code RevokeToken} to the auth verticle; answered by {@code RevokedToken}. */
  REVOKE_TOKEN("otter.auth.revoke-token"),
  /** {@code ListRevoked} to the auth verticle; answered by {@code AccessRevoked}. */
  LIST_REVOKED("otter.auth.list-revoked"),
  /**
   * {@code AccessRevoked} from the auth verticle, published to all auth and signaling verticles; no
   * answer. Who misses it learns it a moment later by {@link #LIST_REVOKED}.
   */
  ACCESS_REVOKED("otter.auth.access-revoked"),
  /** {@code CreateRoom} to the rooms verticle; answered by {@code CreatedRoom}. */
  CREATE_ROOM("otter.rooms.create"),
  /** {@code FindRoom} to the rooms verticle; answered by {@code Room}. */
  FIND_ROOM("otter.rooms.find"),
  /** {@code VisitRoom} to the rooms verticle; answered by {@code Room}. */
  VISIT_ROOM("otter.rooms.visit"),
  /** {@code ListRooms} to the rooms verticle; answered by {@code RoomPage}. */
  LIST_ROOMS("otter.rooms.list"),
  /** {@code ChangeRoom} from the room API; answered by {@code Room}. */
  CHANGE_ROOM("otter.rooms.change"),
  /** {@code EndRoom} from the room API; answered by {@code Room}. */
  END_ROOM("otter.rooms.end"),
  /** {@code JoinRoom} from signaling to the rooms verticle; answered by {@code JoinedRoom}. */
  JOIN_ROOM("otter.rooms.join"),
  /** {@code LeaveRoom} from signaling to the rooms verticle; answered by {@code Room}. */
  LEAVE_ROOM("otter.rooms.leave"),
  /** {@code InterruptParticipant} from signaling; answered by {@code InterruptedParticipant}. */
  INTERRUPT_PARTICIPANT("otter.rooms.interrupt"),
  /** {@code ResumeParticipant} from signaling; answered by {@code ResumedParticipant}. */
  RESUME_PARTICIPANT("otter.rooms.resume"),
  /** {@code AnnounceParticipant} from signaling; answered by {@code Room}. */
  ANNOUNCE_PARTICIPANT("otter.rooms.announce"),
  /** {@code PutOutParticipant} from the room API; answered by {@code Room}. */
  PUT_OUT_PARTICIPANT("otter.rooms.put-out"),
  /**
   * {@code NodeMessage} to the one signaling node named by the tag, answered by {@code Delivered}.
   * Messages from one node to one node arrive in the order they were sent.
   */
  SIGNALING_NODE("otter.signaling.node"),
  /** {@code AskIceServers} from signaling to an orchestrator; answered by {@code IceServerList}. */
  ICE_SERVERS("otter.turn.ice-servers"),
  /**
   * {@code IceServersChanged} published by orchestrators to all signaling nodes; no answer. May be
   * lost with a node; clients then notice the dead relay themselves.
   */
  ICE_SERVERS_CHANGED("otter.turn.ice-servers-changed"),
  /**
   * {@code EndRelaying} published by the rooms verticle to all orchestrators; no answer. Who misses
   * it lets the allocations end by themselves.
   */
  END_RELAYING("otter.turn.end-relaying"),
  /** {@code RelayReports} published by each orchestrator to all others; no answer. */
  RELAY_REPORTS("otter.turn.relay-reports"),
  /** {@code EndRelay} to the one orchestrator named by the tag; answered by {@code RelayReport}. */
  END_RELAY("otter.turn.end-relay"),
  /**
   * {@code WebhooksChanged} published to all nodes that deliver; no answer. Who misses it learns it
   * a moment later.
   */
  WEBHOOKS_CHANGED("otter.webhooks.changed"),
  /**
   * {@code ClientsCounted} published by each edge to all others; no answer. What is lost is counted
   * on one node only.
   */
  CLIENTS_COUNTED("otter.edge.clients-counted"),
  /** {@code AskNode} to the node named by the tag; answered by {@code NodeReport}. */
  NODE_REPORT("otter.node.report"),
  /** {@code DrainNode} to the node named by the tag; answered by {@code NodeReport}. */
  DRAIN_NODE("otter.node.drain"),
  /**
   * {@code CallFact} from any part of this node to its own recorder; no answer. What is lost is
   * missing in a call's timeline and nowhere else.
   */
  CALL_FACT("otter.calls.fact"),
  /**
   * {@code AskCalls} to the recorder of the node named by the tag; answered by {@code SeenCalls}.
   */
  CALLS_SEEN("otter.calls.seen"),
  /** {@code AskCallEvents} to the recorder of a node; answered by {@code KeptCalls}. */
  CALL_EVENTS("otter.calls.events"),
  /**
   * {@code AskFigures} from a console to the node named by the tag; answered by {@code
   * NodeFigures}.
   */
  NODE_FIGURES("otter.node.figures"),
  /**
   * {@code AskHour} from a console to the node named by the tag; answered by {@code HourOfFigures}.
   */
  NODE_HOUR("otter.node.hour"),
  /**
   * {@code AskTurnSecret} to the node named by the tag; answered by {@code TurnSecretStanding}. A
   * node of a version that cannot rotate does not answer.
   */
  TURN_SECRET_STANDING("otter.node.turn-secret"),
  /** {@code NodeLeft} from the launcher to this node's own rooms verticle; no answer. */
  NODE_LEFT("otter.cluster.node-left"),
  /** {@code NodesPresent} from the launcher to this node's own verticles; no answer. */
  NODES_PRESENT("otter.cluster.nodes-present"),
  /** {@code AskStanding} to the launcher of the node named by the tag; answered by it. */
  NODE_STANDING("otter.cluster.standing"),
  /** {@code NodeLeaving} to the launcher of the node named by the tag; answered by it. */
  NODE_LEAVING("otter.cluster.leaving");

  private final String address;

  BusAddress(String address) {
    this.address = address;
  }

  /** The address that any node may answer. */
  public String address() {
    return address;
  }

  /** The address that only the node with that tag answers. */
  public String at(NodeTag node) {
    return address + '.' + node.value();
  }
}
