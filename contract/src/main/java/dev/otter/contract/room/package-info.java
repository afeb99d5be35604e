/**
 * Rooms: the record, the distributed map that holds it, and what modules ask the rooms verticle
 * ({@link dev.otter.contract.room.RoomsClient} is the door).
 */
package dev.otter.contract.room;
