package dev.otter.contract.config;

import java.util.Objects;

/**
 * Rules of rooms that whoever runs the node chooses.
 *
 * @param duplicateIdentity what happens when an identity comes in twice, default {@code newest};
 *     not null
 */
public record RoomsConfig(DuplicateIdentity duplicateIdentity) {

  /** Default of {@code rooms.duplicateIdentity}. */
  public static final DuplicateIdentity DEFAULT_DUPLICATE_IDENTITY = DuplicateIdentity.NEWEST;

  /** Checks that there is a rule. */
  public RoomsConfig {
    Objects.requireNonNull(duplicateIdentity, "duplicateIdentity");
  }
}
