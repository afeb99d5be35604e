package dev.otter.contract.calls;

/** What a client was given with an {@link CallEventType#ICE_SERVERS}. */
public final class IceServersCode {

  /** Relays, at least one. */
  public static final String RELAYS = "relays";

  /** Servers that tell an address, and none that relays. */
  public static final String STUN_ONLY = "stun-only";

  /** Nothing, or not in time. */
  public static final String NONE = "none";

  private IceServersCode() {}
}
