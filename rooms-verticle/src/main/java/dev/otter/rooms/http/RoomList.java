package dev.otter.rooms.http;

import dev.otter.contract.id.RoomId;
import java.util.List;

/**
 * Some rooms, as the API shows them.
 *
 * @param rooms in the order of their ids
 * @param next what to ask for as {@code after} to see more; null at the end
 */
record RoomList(List<RoomResource> rooms, RoomId next) {}
