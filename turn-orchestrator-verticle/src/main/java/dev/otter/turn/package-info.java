/**
 * STUN and TURN servers for browsers: which there are, and the credentials that open them. This
 * package alone makes TURN credentials, and decides whether browsers are sent to the servers
 * themselves, to a gateway in front of them, or to servers of somebody else.
 */
package dev.otter.turn;
