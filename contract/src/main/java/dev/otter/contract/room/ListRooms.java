package dev.otter.contract.room;

import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle for some rooms, in the order of their ids; the answer is {@link
 * RoomPage}.
 *
 * @param status only those; null for all
 * @param after the id after which to begin; null for the beginning
 * @param limit how many at most
 */
public record ListRooms(RoomStatus status, RoomId after, int limit) {}
