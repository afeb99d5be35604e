package dev.otter.contract.turn;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * How the address of a relay is known.
 *
 * @param how in words, such as {@code turn.publicIp}
 * @param since when it was found out; null where it was not asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddressFrom(String how, Instant since) {}
