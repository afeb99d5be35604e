package dev.otter.contract.room;

import dev.otter.contract.id.RoomId;

/**
 * Tells the rooms verticle that a node holds a participant's socket, whatever the map says; the
 * answer is the {@link Room}. Sent after a time in which the map may have lost or mixed up changes.
 *
 * @param roomId the room
 * @param participant as the node knows it
 * @param seed what its token says of the room, should the cluster have lost it
 */
public record AnnounceParticipant(RoomId roomId, Participant participant, RoomSeed seed) {

  /** Fills in what a node of the version before this one does not say. */
  public AnnounceParticipant {
    seed = seed == null ? RoomSeed.PLAIN : seed;
  }
}
