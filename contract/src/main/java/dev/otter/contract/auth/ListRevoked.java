package dev.otter.contract.auth;

/**
 * Asks the auth verticle what is revoked at this moment; the answer is an {@link AccessRevoked}.
 */
public record ListRevoked() {}
