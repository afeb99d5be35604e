/**
 * Tells other servers what happens to rooms. An event's way:
 *
 * <ol>
 *   <li>{@link dev.otter.contract.room.RoomMap} writes it with the change itself, as a part of the
 *       room;
 *   <li>{@link dev.otter.rooms.webhooks.EventHandOver} takes it from there into the store, once for
 *       each webhook;
 *   <li>{@link dev.otter.rooms.webhooks.Deliveries} sends it, on one node at a time, until it is
 *       taken or given up.
 * </ol>
 *
 * <p>docs/decisions/0013 says why.
 */
package dev.otter.rooms.webhooks;
