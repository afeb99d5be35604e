package dev.otter.contract.turn;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * From where a relay is reached.
 *
 * @param apart whether the other relays of its machine do not reach it, so that who is on it moves
 *     together
 * @param ipv6 whether clients reach it by IPv6 too; null where it is not meant to listen there, and
 *     from a node of a version that does not say
 */
public record RelayReach(boolean apart, @JsonInclude(JsonInclude.Include.NON_NULL) RelayIpv6 ipv6) {

  /** From everywhere, by IPv4. */
  public static final RelayReach PLAIN = new RelayReach(false, null);
}
