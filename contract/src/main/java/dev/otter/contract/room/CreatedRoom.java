package dev.otter.contract.room;

/**
 * The answer to {@link CreateRoom}.
 *
 * @param room the room
 * @param created whether it was made now, rather than found by its name
 */
public record CreatedRoom(Room room, boolean created) {}
