package dev.otter.turn.relay;

/**
 * What relays carry.
 *
 * @param allocations how many there are now
 * @param bitsPerSecond both ways together, over about a minute
 */
public record RelayLoad(int allocations, long bitsPerSecond) {

  /** Nothing. */
  public static final RelayLoad NONE = new RelayLoad(0, 0);

  /** The load of both. */
  public RelayLoad plus(RelayLoad other) {
    return new RelayLoad(allocations + other.allocations, bitsPerSecond + other.bitsPerSecond);
  }
}
