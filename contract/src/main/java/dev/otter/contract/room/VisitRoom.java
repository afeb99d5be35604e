package dev.otter.contract.room;

import dev.otter.contract.auth.RoomClaims;

/**
 * Asks the rooms verticle for the room that a token opens; the answer is the {@link Room}. A room
 * that the cluster has lost is made again as the token says. Refused when the room has ended, or
 * the token's subject was put out.
 *
 * @param claims what the verified token says
 */
public record VisitRoom(RoomClaims claims) {}
