package dev.otter.bench.mode;

/**
 * Time that went by, and time that processors worked, during a measurement; all in seconds.
 *
 * @param wall what a clock shows
 * @param server CPU time of the server's process
 * @param generator CPU time of the generator's thread
 * @param strangers CPU time of all other processes of the machine: noise
 */
public record Usage(double wall, double server, double generator, double strangers) {}
