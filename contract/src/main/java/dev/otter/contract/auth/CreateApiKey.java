package dev.otter.contract.auth;

import java.time.Instant;
import java.util.Set;

/**
 * Asks the auth verticle for another API key; the answer is a {@link NewApiKey}.
 *
 * @param by who asks: a key gives only what it has
 * @param name what to call it
 * @param scopes what it may do, at least one
 * @param expiresAt when it ends; null for never
 */
public record CreateApiKey(ApiKeyClaims by, String name, Set<Scope> scopes, Instant expiresAt) {}
