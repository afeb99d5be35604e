package dev.otter.turn;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.turn.RelayReport;
import java.time.Instant;
import java.util.List;

/**
 * One relay, as {@code /v1/turn/instances} shows it.
 *
 * @param id its name
 * @param node the tag of the node that keeps it
 * @param driver what runs it
 * @param address the address that clients use; left out while it is not known
 * @param port the listening port; 0 while it is not known
 * @param state where it is in its life
 * @param reason why
 * @param since when it came into that state
 * @param urls what browsers are given while it is ready
 * @param rooms how many rooms its node has placed on it
 * @param allocations how many allocations it has
 * @param bitsPerSecond what it relays, both ways together, over about a minute
 */
record RelayResource(
    String id,
    String node,
    String driver,
    @JsonInclude(JsonInclude.Include.NON_NULL) String address,
    int port,
    String state,
    String reason,
    Instant since,
    List<String> urls,
    int rooms,
    int allocations,
    long bitsPerSecond) {

  static RelayResource of(RelayReport relay) {
    return new RelayResource(
        relay.id(),
        relay.node().value(),
        relay.driver(),
        relay.address(),
        relay.port(),
        relay.state(),
        relay.reason(),
        relay.since(),
        relay.urls(),
        relay.rooms(),
        relay.allocations(),
        relay.bitsPerSecond());
  }

  /**
   * The answer to {@code GET /v1/turn/instances}.
   *
   * @param instances all relays of the cluster, by name
   */
  record All(List<RelayResource> instances) {}
}
