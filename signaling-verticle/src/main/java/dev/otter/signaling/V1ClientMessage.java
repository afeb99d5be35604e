package dev.otter.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.signaling.SequenceNotice;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/** What a client of {@code otter.v1} says. */
sealed interface V1ClientMessage {

  /**
   * "I come anew."
   *
   * @param secret what it will resume with
   * @param attempt its number for this attempt to come in; higher than any before
   */
  record Join(ResumeSecret secret, long attempt) implements V1ClientMessage {}

  /**
   * "I come back."
   *
   * @param connectionId as whom
   * @param secret the secret that it chose last, or the one before that it is not sure to have used
   * @param nextSecret what it will resume with the next time
   * @param attempt its number for this attempt to come in; higher than any before
   */
  record Resume(
      ConnectionId connectionId, ResumeSecret secret, ResumeSecret nextSecret, long attempt)
      implements V1ClientMessage {

    /** Leaves the secret out, so that no log line can hold it. */
    @Override
    public String toString() {
      return "Resume[connectionId=" + connectionId + "]";
    }
  }

  /**
   * A message to one peer.
   *
   * @param destination the peer; empty when what was written is no id
   * @param seq its number
   * @param polite what it said of the sender's role; null when it said nothing
   * @param payload one JSON value that is not null, byte for byte
   */
  record ToPeer(Optional<ConnectionId> destination, long seq, Boolean polite, Buffer payload)
      implements V1ClientMessage {

    /** Leaves the payload out, so that no log line can hold it. */
    @Override
    public String toString() {
      return "ToPeer[destination=" + destination + ", seq=" + seq + "]";
    }
  }

  /**
   * One payload to several peers.
   *
   * @param seqs to whom, and its number for each
   * @param polite what it said of the sender's role; null when it said nothing
   * @param payload one JSON value that is not null, byte for byte
   */
  record ToAll(Map<ConnectionId, Long> seqs, Boolean polite, Buffer payload)
      implements V1ClientMessage {

    /** Leaves the payload out, so that no log line can hold it. */
    @Override
    public String toString() {
      return "ToAll[seqs=" + seqs + "]";
    }
  }

  /** An acknowledgement, a question for what is missing, or a new beginning. */
  record Notice(Optional<ConnectionId> destination, SequenceNotice.Kind kind, long seq)
      implements V1ClientMessage {}

  /**
   * "This is how my call is."
   *
   * @param report one JSON value, not looked at yet; null when there was none
   */
  record Quality(Buffer report) implements Report {

    /** Leaves the report out. */
    @Override
    public String toString() {
      return "Quality[]";
    }
  }

  /**
   * "This is what I found."
   *
   * @param word what; a text of the client's that nobody has looked at; null when there was none
   * @param peer whom it is about; empty for nobody
   */
  record Finding(String word, Optional<ConnectionId> peer) implements Report {

    /** Leaves the word out. */
    @Override
    public String toString() {
      return "Finding[peer=" + peer + "]";
    }
  }

  /** What it tells of its call, for whoever runs the calls. */
  sealed interface Report extends V1ClientMessage permits Quality, Finding {}

  /** "Are you there?" */
  record Ping() implements V1ClientMessage {}
}
