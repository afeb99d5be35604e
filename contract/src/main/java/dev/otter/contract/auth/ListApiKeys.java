package dev.otter.contract.auth;

/** Asks the auth verticle for all API keys; the answer is an {@link ApiKeyList}. */
public record ListApiKeys() {}
