package dev.otter.contract.turn;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Whether clients reach a relay by IPv6 too, and why or why not.
 *
 * @param address the IPv6 address that it listens on; null where it listens on none
 * @param advertised whether clients are told of it: only after it was proved that it works
 * @param reason how the address is known where they are told, else why they are not; in words
 * @param since when the address was found out; null where it was not asked for, or is not told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RelayIpv6(String address, boolean advertised, String reason, Instant since) {}
