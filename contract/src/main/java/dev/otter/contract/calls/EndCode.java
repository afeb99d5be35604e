package dev.otter.contract.calls;

/**
 * Why a participant is gone, where no error code says it. Part of the HTTP API: never rename one.
 */
public final class EndCode {

  /** It left on purpose, or its page was closed. */
  public static final String LEFT = "left";

  /** Its socket broke without a word. */
  public static final String LOST = "lost";

  /** It gave no sign of life for too long. */
  public static final String SILENT = "silent";

  /** The node that held its socket has left the cluster. */
  public static final String NODE_GONE = "node-gone";

  /** It was interrupted, and did not come back in time. */
  public static final String NOT_BACK = "not-back";

  private EndCode() {}
}
