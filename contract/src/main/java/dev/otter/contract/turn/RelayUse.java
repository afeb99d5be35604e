package dev.otter.contract.turn;

/**
 * How loaded a relay is.
 *
 * @param rooms how many rooms its node has placed on it
 * @param allocations how many allocations it has
 * @param bitsPerSecond what it relays, both ways together, over about a minute
 */
public record RelayUse(int rooms, int allocations, long bitsPerSecond) {

  /** Not at all. */
  public static final RelayUse NONE = new RelayUse(0, 0, 0);
}
