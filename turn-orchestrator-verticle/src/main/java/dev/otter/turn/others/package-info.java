/**
 * TURN servers that somebody else runs ({@code turn.urls}): which of them answer, and which rooms
 * were given which. Nothing is launched, tested or ended here.
 */
package dev.otter.turn.others;
