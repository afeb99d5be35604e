package dev.otter.turn;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.turn.AddressFrom;
import dev.otter.contract.turn.RelayIpv6;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayUse;
import dev.otter.contract.turn.RelayWait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param use how loaded it is: {@code rooms}, {@code allocations}, {@code bitsPerSecond}
 * @param known how its addresses are known: {@code addressFrom}, {@code addressSince}, {@code ipv6}
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
    @JsonUnwrapped RelayUse use,
    @JsonUnwrapped Known known) {

  static RelayResource of(RelayReport relay) {
    Optional<AddressFrom> from = Optional.ofNullable(relay.addressFrom());
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
        relay.use(),
        new Known(
            from.map(AddressFrom::how).orElse(null),
            from.map(AddressFrom::since).orElse(null),
            relay.reach().ipv6()));
  }

  /**
   * How the addresses of a relay are known.
   *
   * @param addressFrom of the IPv4 address, in words; left out while that is not known
   * @param addressSince when that was found out; left out where it was not asked for
   * @param ipv6 whether clients reach it by IPv6 too; left out where it is not meant to listen
   *     there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Known(String addressFrom, Instant addressSince, RelayIpv6 ipv6) {}

  /**
   * The answer to {@code GET /v1/turn/instances}.
   *
   * @param instances all relays of the cluster, by name
   * @param waiting the nodes that want relays and have none ready
   */
  record All(List<RelayResource> instances, List<Waiting> waiting) {}

  /**
   * A node that wants relays and has none ready.
   *
   * @param node its tag
   * @param reason why, in words
   * @param since when that was found out
   */
  record Waiting(String node, String reason, Instant since) {

    static Waiting of(NodeTag node, RelayWait why) {
      return new Waiting(node.value(), why.reason(), why.since());
    }
  }
}
