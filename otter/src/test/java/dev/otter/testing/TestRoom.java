package dev.otter.testing;

/**
 * A room that a test made, and what opens it.
 *
 * @param roomId its id
 * @param token the token of its join link
 */
public record TestRoom(String roomId, String token) {}
