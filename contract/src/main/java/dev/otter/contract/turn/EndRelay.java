package dev.otter.contract.turn;

/**
 * Asks the orchestrator of a node to give up a relay; another takes its place.
 *
 * @param relayId which
 * @param drain true lets its calls move away first, false ends it at once
 */
public record EndRelay(String relayId, boolean drain) {}
