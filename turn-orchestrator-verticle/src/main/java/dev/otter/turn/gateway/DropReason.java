package dev.otter.turn.gateway;

import java.util.Locale;

/** Why a datagram went no further. */
enum DropReason {
  /** It is nothing that the gateway knows. */
  MALFORMED,
  /** It is larger than what is relayed whole. */
  TOO_LARGE,
  /** It belongs to no session. */
  NO_SESSION,
  /** The session has no permission for that peer. */
  NO_PERMISSION,
  /** The peer is one that nobody may reach. */
  FORBIDDEN_PEER,
  /** Nothing has come from whom it is for, so it is not known by which node to send. */
  UNHEARD,
  /** A socket has too much to send already. */
  BACKLOG,
  /** The session is being moved to another relay, and enough waits for that already. */
  MOVING,
  /** Too many answers to strangers at this address, or at all. */
  RATE,
  /** The answer would be more than twice as long as the question of a stranger. */
  AMPLIFICATION,
  /** This node is cut off from its cluster: another one has the session. */
  CUT_OFF,
  /** A fault of the gateway's; the log has it. */
  FAULT;

  /** As the metric has it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
