/**
 * Relays as processes of this machine: the {@code turnserver} on the path. Files and processes are
 * touched on worker threads only.
 */
package dev.otter.turn.process;
