package dev.otter.contract.calls;

/** Why a socket or a place is gone, where no error code says it. */
public final class EndCode {

  /** The client closed its socket on purpose. */
  public static final String LEFT = "left";

  /** The socket broke without a word, or nobody came back to the place. */
  public static final String LOST = "lost";

  /** The client gave no sign of life for too long. */
  public static final String SILENT = "silent";

  /** The node that held the socket has left the cluster. */
  public static final String NODE_GONE = "node-gone";

  private EndCode() {}
}
