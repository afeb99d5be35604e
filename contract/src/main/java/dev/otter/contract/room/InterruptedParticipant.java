package dev.otter.contract.room;

/**
 * The answer to {@link InterruptParticipant}.
 *
 * @param room the room as it is now
 * @param changed whether this request made the change; then the asker tells the others
 */
public record InterruptedParticipant(Room room, boolean changed) {}
