package dev.otter.turn.relay;

/**
 * A relay that a driver runs.
 *
 * @param id its name
 * @param endpoint where it listens
 * @param current whether it has the settings that a new one would have; false only for one that was
 *     found
 */
public record RunningRelay(RelayId id, RelayEndpoint endpoint, boolean current) {}
