package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.otter.contract.auth.Permissions;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import java.time.Instant;

/**
 * One who is in a room: all that a resume on another node needs to know of it. Whoever acts for a
 * socket names the life that this socket got, and changes nothing when another socket has taken
 * over since.
 *
 * @param connectionId its address, kept over resumes
 * @param subject whom its token was made for; only the same subject may resume it
 * @param identity who it is, as its token says; null when the token says nothing
 * @param node the node that holds its socket, or held it last
 * @param state whether the socket is there
 * @param lock what opens its place; null for one that cannot resume
 * @param joinedAt when it came in
 * @param permissions what its token allows
 */
public record Participant(
    ConnectionId connectionId,
    String subject,
    String identity,
    NodeTag node,
    ParticipantState state,
    ResumeLock lock,
    Instant joinedAt,
    Permissions permissions) {

  /** The life of one that cannot resume: it has only one. */
  public static final long ONLY_LIFE = 0;

  /** Fills in what a node of the version before this one does not say. */
  public Participant {
    permissions = Permissions.orOfAGuest(permissions);
  }

  /**
   * One that comes in now, on the node that its id names, without an identity.
   *
   * @param resumeHash SHA-256 of its resume secret; null when it cannot resume
   */
  public static Participant live(
      ConnectionId connectionId, String subject, String resumeHash, Instant joinedAt) {
    return new Participant(
        connectionId,
        subject,
        null,
        connectionId.node(),
        ParticipantState.LIVE,
        resumeHash == null ? null : ResumeLock.fresh(resumeHash, 1),
        joinedAt,
        Permissions.OF_A_GUEST);
  }

  /** One that comes in now, on the node that its id names. */
  public static Participant live(JoinRoom request, Instant joinedAt) {
    return new Participant(
        request.connectionId(),
        request.subject(),
        request.identity(),
        request.connectionId().node(),
        ParticipantState.LIVE,
        request.resumeHash() == null
            ? null
            : ResumeLock.fresh(request.resumeHash(), request.attempt()),
        joinedAt,
        request.permissions());
  }

  /** Whether it may come back after its socket broke, and numbers its messages. */
  @JsonIgnore
  public boolean resumable() {
    return lock != null;
  }

  /** Whether its socket is there. */
  @JsonIgnore
  public boolean live() {
    return state == ParticipantState.LIVE;
  }

  /** Its present life: the attempt that got it its place; {@link #ONLY_LIFE} without resume. */
  @JsonIgnore
  public long life() {
    return lock == null ? ONLY_LIFE : lock.attempt();
  }

  /** The same one without its socket. */
  public Participant interrupted() {
    return with(node, ParticipantState.INTERRUPTED, lock);
  }

  /** The same one, taken over by a socket of another node or of the same, with the next secret. */
  public Participant resumed(ResumeParticipant by) {
    return with(
        by.node(),
        ParticipantState.LIVE,
        lock.stepped(by.presentedHash(), by.newHash(), by.attempt()));
  }

  /** The same one, taken over by a socket of its client that asked again to come in. */
  public Participant joinedAgain(JoinRoom by) {
    return with(by.connectionId().node(), ParticipantState.LIVE, lock.again(by.attempt()));
  }

  /** The same one; an attempt that was given up can no longer take it over. */
  public Participant fencedAt(long givenUp) {
    return with(node, state, lock.fencedAt(givenUp));
  }

  private Participant with(NodeTag newNode, ParticipantState newState, ResumeLock newLock) {
    return new Participant(
        connectionId, subject, identity, newNode, newState, newLock, joinedAt, permissions);
  }

  /** Leaves subject, identity and lock out of log lines. */
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
