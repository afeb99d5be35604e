package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import java.time.Instant;

/**
 * What a room token says, after it was verified.
 *
 * @param roomId the one room it opens
 * @param subject whom it was made for; stable for the token's life, safe in logs
 * @param tokenId the token's own id ({@code jti}), safe in logs
 * @param expiresAt when it ends
 * @param keyId the API key that signed it, or that it was made for; null where there is none
 */
public record RoomClaims(
    RoomId roomId, String subject, String tokenId, Instant expiresAt, KeyId keyId) {}
