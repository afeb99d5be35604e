/**
 * What the gateway costs: the same relayed data through it, and through the same CoTURN without it,
 * in one run. Speaks TURN by itself, with no code of Otter's.
 */
package dev.otter.bench.relay;
