/** Which ports the relays of one machine have, also those of several nodes on it. */
package dev.otter.turn.ports;
