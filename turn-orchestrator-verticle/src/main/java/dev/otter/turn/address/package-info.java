/**
 * The public address of this node, as the outside sees it: asked by DNS from two providers that
 * must agree. This package alone asks anybody on the internet for anything.
 */
package dev.otter.turn.address;
