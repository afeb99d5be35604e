package dev.otter.turn.gateway;

import dev.otter.turn.relay.RelayId;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A relay that the gateway may use.
 *
 * @param id its name; not null
 * @param address where it listens, as the gateway reaches it; not null
 */
public record RelayAt(RelayId id, InetSocketAddress address) {

  /** Checks that all is there. */
  public RelayAt {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
  }
}
