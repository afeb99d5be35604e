package dev.otter.contract.room;

/**
 * Who wants to know what happens to rooms. {@link RoomMap} asks it with each write. Called on the
 * context of whoever writes.
 */
public interface RoomEventRecorder {

  /** Nobody wants to know. */
  RoomEventRecorder NONE =
      new RoomEventRecorder() {
        @Override
        public boolean wanted() {
          return false;
        }

        @Override
        public void written(Room room) {
          // Nobody wants to know.
        }
      };

  /** Whether events are to be recorded at this moment. */
  boolean wanted();

  /** A room was written that has events to be handed over. */
  void written(Room room);
}
