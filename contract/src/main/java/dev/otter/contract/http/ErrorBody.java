package dev.otter.contract.http;

/**
 * The body of every error answer of the HTTP API.
 *
 * @param code what programs read; see {@link dev.otter.contract.error.ErrorCode}
 * @param message what people read: what came, and what is allowed
 */
public record ErrorBody(String code, String message) {}
