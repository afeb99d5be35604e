package dev.otter.contract.auth;

import java.time.Instant;

/**
 * A room token that opens nothing any more.
 *
 * @param tokenId its {@code jti}
 * @param until when it would have ended by itself: so long it must be remembered
 */
public record RevokedToken(String tokenId, Instant until) {}
