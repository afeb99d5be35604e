/**
 * What goes on in relays: who relays how much, and who may not any more. This package alone reads
 * what relays say of their sessions, and ends them.
 */
package dev.otter.turn.sessions;
