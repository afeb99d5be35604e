/**
 * CoTURN's configuration, and the networks that a relay must not reach. This package alone knows
 * CoTURN's options; where the server runs is the drivers' affair.
 */
package dev.otter.turn.coturn;
