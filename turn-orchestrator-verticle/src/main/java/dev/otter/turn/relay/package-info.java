/**
 * Relays as values, the plan that keeps as many as wanted, and the fleet that carries it out. This
 * package alone decides when a relay is launched, handed out and given up; how one is run is the
 * drivers' affair.
 */
package dev.otter.turn.relay;
