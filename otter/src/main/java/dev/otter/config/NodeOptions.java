package dev.otter.config;

import static dev.otter.config.OptionType.DUPLICATE_IDENTITY_RULE;
import static dev.otter.config.OptionType.SECONDS;

import dev.otter.contract.config.DrainConfig;
import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.config.RoomsConfig;
import java.util.List;

/** The options of the sections {@code rooms} and {@code drain}: a part of {@link OptionTable}. */
final class NodeOptions {

  static final Option<DuplicateIdentity> DUPLICATE_IDENTITY =
      Option.open(
          DuplicateIdentity.OPTION,
          "OTTER_ROOMS_DUPLICATE_IDENTITY",
          OptionDefault.of(RoomsConfig.DEFAULT_DUPLICATE_IDENTITY.optionText()),
          DUPLICATE_IDENTITY_RULE,
          "When an identity comes into a room that it is in already: `newest` puts the older one"
              + " out with 4412, `refuse` refuses the newest with 4413 while the older one is"
              + " connected, `allow` lets both in. Tokens of join links have no identity. Set the"
              + " same on every node.");

  static final Option<Integer> DRAIN_SECONDS =
      Option.open(
          "drain.seconds",
          "OTTER_DRAIN_SECONDS",
          OptionDefault.of(DrainConfig.DEFAULT_SECONDS),
          SECONDS,
          "Over how many seconds at most a stopping node of a cluster sends its clients to the"
              + " others; few clients take less. `0` closes all at once. A supervisor must wait"
              + " longer than this before it kills.");

  static final List<Option<?>> ALL = List.of(DUPLICATE_IDENTITY, DRAIN_SECONDS);

  private NodeOptions() {}
}
