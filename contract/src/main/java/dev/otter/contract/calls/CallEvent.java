package dev.otter.contract.calls;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import java.time.Instant;

/**
 * Something that happened to a call, as it is kept and shown.
 *
 * @param at when; the last time, where it happened several times in a row
 * @param nodeId the node that saw it
 * @param type what happened
 * @param connectionId to whom; null where it is about the room, or somebody without an id yet
 * @param peer the other one that it is about; null for none
 * @param code why, or what exactly; null where the type says it all
 * @param times how often in a row
 */
public record CallEvent(
    Instant at,
    NodeTag nodeId,
    CallEventType type,
    ConnectionId connectionId,
    ConnectionId peer,
    String code,
    long times) {

  /** A fact that a node saw. */
  public static CallEvent of(Instant at, NodeTag nodeId, CallFact fact) {
    return new CallEvent(
        at, nodeId, fact.type(), fact.connectionId(), fact.peer(), fact.code(), 1);
  }

  /** The same once more. */
  public CallEvent again(Instant now) {
    return new CallEvent(now, nodeId, type, connectionId, peer, code, times + 1);
  }

  /** Whether it is a certain finding of a client. */
  boolean is(ClientFinding finding) {
    return type == CallEventType.FINDING && finding.text().equals(code);
  }
}
