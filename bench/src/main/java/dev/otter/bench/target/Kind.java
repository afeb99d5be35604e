package dev.otter.bench.target;

/** What a message is for; only some servers want to know. */
public enum Kind {
  /** A session description that asks. */
  OFFER,
  /** A session description that answers. */
  ANSWER,
  /** A network address. */
  CANDIDATE
}
