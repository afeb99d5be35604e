/** What the drivers that speak HTTP with a container runtime have in common in its answers. */
package dev.otter.turn.http;
