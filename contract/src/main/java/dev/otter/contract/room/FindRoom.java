package dev.otter.contract.room;

/**
 * Asks the rooms verticle for a room; the answer is a {@link Room}.
 *
 * @param idOrName its id or its unique name
 */
public record FindRoom(String idOrName) {}
