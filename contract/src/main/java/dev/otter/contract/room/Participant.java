package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Objects;

/**
 * One who is in a room: all that a resume on another node needs to know of it. The hash changes
 * with each resume, so it also tells one life of a participant from the next: whoever acts for a
 * socket names the hash that this socket got, and changes nothing when another socket has taken
 * over since.
 *
 * @param connectionId its address, kept over resumes
 * @param subject whom its token was made for; only the same subject may resume it
 * @param node the node that holds its socket, or held it last
 * @param state whether the socket is there
 * @param resumeHash SHA-256 of its resume secret; null for one that cannot resume
 * @param joinedAt when it came in
 */
public record Participant(
    ConnectionId connectionId,
    String subject,
    NodeTag node,
    ParticipantState state,
    String resumeHash,
    Instant joinedAt) {

  /** One that comes in now, on the node that its id names. */
  public static Participant live(
      ConnectionId connectionId, String subject, String resumeHash, Instant joinedAt) {
    return new Participant(
        connectionId, subject, connectionId.node(), ParticipantState.LIVE, resumeHash, joinedAt);
  }

  /** Whether it may come back after its socket broke, and numbers its messages. */
  @JsonIgnore
  public boolean resumable() {
    return resumeHash != null;
  }

  /** Whether its socket is there. */
  @JsonIgnore
  public boolean live() {
    return state == ParticipantState.LIVE;
  }

  /** Whether this is still the life that {@code hash} (may be null) stands for; constant time. */
  public boolean isOf(String hash) {
    if (hash == null || resumeHash == null) {
      return Objects.equals(hash, resumeHash);
    }
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.UTF_8), resumeHash.getBytes(StandardCharsets.UTF_8));
  }

  /** The same one without its socket. */
  public Participant interrupted() {
    return new Participant(
        connectionId, subject, node, ParticipantState.INTERRUPTED, resumeHash, joinedAt);
  }

  /** The same one, taken over by a socket of another node or of the same. */
  public Participant resumedAt(NodeTag newNode, String newHash) {
    return new Participant(
        connectionId, subject, newNode, ParticipantState.LIVE, newHash, joinedAt);
  }

  /** Leaves the hash out of log lines: there it would only be noise. */
  @Override
  public String toString() {
    return "Participant[connectionId="
        + connectionId
        + ", node="
        + node
        + ", state="
        + state.word()
        + "]";
  }
}
