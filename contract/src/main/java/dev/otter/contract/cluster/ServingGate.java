package dev.otter.contract.cluster;

/**
 * Whether this node may act for its cluster at this moment. Both questions cost next to nothing, so
 * that they can be asked for each message. Any thread may ask.
 */
public interface ServingGate {

  /** The gate of a node that is alone: nobody can have taken over from it. */
  ServingGate ALWAYS_OPEN =
      new ServingGate() {
        @Override
        public boolean delivers() {
          return true;
        }

        @Override
        public boolean decides() {
          return true;
        }
      };

  /**
   * Whether messages may be taken from sockets and handed to them. Not on a node that did not run
   * for so long that the others took it for dead: its clients may be on other nodes by now.
   */
  boolean delivers();

  /**
   * Whether rooms may be changed, and news of them told. Not on a side of the cluster that is cut
   * off, or does not know yet whether it is: the other side may decide otherwise.
   */
  boolean decides();
}
