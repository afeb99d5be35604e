package dev.otter.contract.config;

import java.util.Objects;

/**
 * Rules of rooms that whoever runs the node chooses.
 *
 * @param duplicateIdentity what happens when an identity comes in twice, default {@code newest};
 *     not null
 * @param maxPerKey rooms that have not ended, of one API key, default {@value
 *     #DEFAULT_MAX_PER_KEY}; 0 for no limit
 */
public record RoomsConfig(DuplicateIdentity duplicateIdentity, int maxPerKey) {

  /** Default of {@code rooms.duplicateIdentity}. */
  public static final DuplicateIdentity DEFAULT_DUPLICATE_IDENTITY = DuplicateIdentity.NEWEST;

  /** Default of {@code limits.roomsPerKey}. */
  public static final int DEFAULT_MAX_PER_KEY = 100_000;

  /** Checks that there is a rule, and a limit. */
  public RoomsConfig {
    Objects.requireNonNull(duplicateIdentity, "duplicateIdentity");
    LimitsConfig.requireNotNegative("limits.roomsPerKey", maxPerKey);
  }
}
