package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;

/**
 * What is known of an API key that was verified.
 *
 * @param keyId its public id, safe in logs
 */
public record ApiKeyClaims(KeyId keyId) {}
