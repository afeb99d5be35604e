/**
 * Whether a relay does what it must and refuses what it must, and whether it is still there. This
 * package alone decides what a relay has to show before it is handed out.
 */
package dev.otter.turn.check;
