package dev.otter.contract.turn;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.NodeTag;
import java.time.Instant;
import java.util.List;

/**
 * One relay as people and other nodes see it.
 *
 * @param id its name, unique in the cluster
 * @param node whose orchestrator keeps it
 * @param driver what runs it: docker, kubernetes, process
 * @param address the IP address that clients use; null while it is not known
 * @param port the listening port; 0 while it is not known
 * @param state starting, testing, ready, draining, failed, stopping or gone
 * @param reason why it is in that state, in words
 * @param since when it came into that state
 * @param urls what browsers are given while it is ready: {@code stun:}, {@code turn:} and {@code
 *     turns:}
 * @param use how loaded it is
 * @param addressFrom how its address is known; null while it is not, and from a node of a version
 *     that does not say
 * @param reach from where it is reached
 */
public record RelayReport(
    String id,
    NodeTag node,
    String driver,
    String address,
    int port,
    String state,
    String reason,
    Instant since,
    List<String> urls,
    // Flat on the wire, as other versions have it.
    @JsonUnwrapped RelayUse use,
    AddressFrom addressFrom,
    @JsonUnwrapped RelayReach reach) {

  /** The state in which a relay is handed out. */
  public static final String READY = "ready";

  /** The state in which its calls are moved to others. */
  public static final String DRAINING = "draining";

  /** Copies; a node of another version may leave the URLs out. */
  public RelayReport {
    urls = urls == null ? List.of() : List.copyOf(urls);
    use = use == null ? RelayUse.NONE : use;
    reach = reach == null ? RelayReach.PLAIN : reach;
  }

  /** Whether it serves the calls that it has, and gets no new ones. */
  public boolean draining() {
    return DRAINING.equals(state);
  }

  /** Whether who is on it has to restart ICE at once, all of a room together. */
  public boolean restarts() {
    return !draining() || reach.apart();
  }

  /** Whether all nodes share it, so that it stays when its node goes. */
  public boolean isShared() {
    return TurnDriver.KUBERNETES.optionText().equals(driver);
  }

  /** Whether it may be handed out. */
  public boolean ready() {
    return READY.equals(state);
  }
}
