package dev.otter.contract.calls;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened to a call, as it is kept and shown.
 *
 * @param at when; the last time, where it happened several times in a row
 * @param nodeId the node that saw it
 * @param type what happened: the text of a {@link CallEventType}, or of one that only a later
 *     version knows
 * @param connectionId to whom; null where it is about the room, or somebody without an id yet
 * @param peer the other one that it is about; null for none
 * @param code why, or what exactly; null where the type says it all
 * @param times how often in a row
 */
public record CallEvent(
    Instant at,
    NodeTag nodeId,
    String type,
    ConnectionId connectionId,
    ConnectionId peer,
    String code,
    long times) {

  /** A fact that a node saw. */
  public static CallEvent of(Instant at, NodeTag nodeId, CallFact fact) {
    return new CallEvent(
        at, nodeId, fact.type().text(), fact.connectionId(), fact.peer(), fact.code(), 1);
  }

  /** The same, which happened later once more. */
  public CallEvent again(CallEvent later) {
    return new CallEvent(later.at, nodeId, type, connectionId, peer, code, times + later.times);
  }

  /** Whether it is the same but for its time and how often. */
  public boolean same(CallEvent other) {
    return nodeId.equals(other.nodeId)
        && type.equals(other.type)
        && Objects.equals(connectionId, other.connectionId)
        && Objects.equals(peer, other.peer)
        && Objects.equals(code, other.code);
  }

  /** Whether it is of a certain type. */
  public boolean is(CallEventType wanted) {
    return wanted.text().equals(type);
  }

  /** Whether it is a certain finding of a client. */
  public boolean is(ClientFinding finding) {
    return is(CallEventType.FINDING) && finding.text().equals(code);
  }
}
