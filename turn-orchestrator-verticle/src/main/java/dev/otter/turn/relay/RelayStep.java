package dev.otter.turn.relay;

/** One thing to do to come nearer to the relays that are wanted. */
public sealed interface RelayStep {

  /** Launch one more. */
  record Launch() implements RelayStep {}

  /**
   * Test whether it still does what it must and refuses what it must.
   *
   * @param id which
   */
  record Test(RelayId id) implements RelayStep {}

  /**
   * Hand it out no more.
   *
   * @param id which
   * @param reason why
   */
  record Drain(RelayId id, String reason) implements RelayStep {}

  /**
   * End it and remove what is left of it.
   *
   * @param id which
   * @param reason why
   */
  record Stop(RelayId id, String reason) implements RelayStep {}
}
