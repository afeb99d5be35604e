package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;

/**
 * Asks the auth verticle to end a key and all that was opened with its tokens; the answer is its
 * {@link ApiKeyInfo}.
 *
 * @param keyId the key
 */
public record RevokeApiKey(KeyId keyId) {}
