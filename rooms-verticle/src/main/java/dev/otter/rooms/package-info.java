/**
 * Rooms: who may be in one, and that a name means one room in the whole cluster. This package alone
 * writes the distributed map of rooms.
 *
 * <ol>
 *   <li>{@link dev.otter.rooms.RoomsVerticle} answers on the event bus;
 *   <li>{@code RoomRegistry}, {@code RoomEntry} and {@code ParticipantResumption} apply the rules
 *       by compare-and-set;
 *   <li>{@code DepartedNodeSweep} and {@code ForgottenRoomSweepTask} clean up after others.
 * </ol>
 */
package dev.otter.rooms;
