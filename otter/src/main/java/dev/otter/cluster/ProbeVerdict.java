package dev.otter.cluster;

/** What a member's cluster port says about it. */
enum ProbeVerdict {
  /** It answered as a member does: it lives, on whatever side. */
  ANSWERS,
  /** The connection was accepted, by its kernel, and then nothing came: the process hangs. */
  HUNG,
  /** The connection was refused: the host is there, and the process is not. */
  REFUSED,
  /** Nothing came back: the host is gone, or the network is cut. Which of both, nobody can know. */
  UNREACHABLE;

  /**
   * Whether the member has no vote. A refused one has ended. A hung one cannot serve, and will not
   * when it goes on: {@link PauseFence} sees to it.
   */
  boolean gone() {
    return this == HUNG || this == REFUSED;
  }
}
