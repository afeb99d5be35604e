package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;

/**
 * Asks the auth verticle for a key in the place of another; the answer is a {@link NewApiKey}.
 *
 * @param by who asks: a key gives only what it has
 * @param keyId the key that ends
 * @param overlapSeconds how long it is still good
 */
public record RotateApiKey(ApiKeyClaims by, KeyId keyId, long overlapSeconds) {}
