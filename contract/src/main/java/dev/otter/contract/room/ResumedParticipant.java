package dev.otter.contract.room;

/**
 * The answer to {@link ResumeParticipant}.
 *
 * @param room the room with the participant handed over; null when nobody of that id is in, so that
 *     it can only come in anew
 * @param before the participant as it was; null together with the room
 */
public record ResumedParticipant(Room room, Participant before) {}
