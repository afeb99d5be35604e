/**
 * STUN and TURN servers for browsers: which there are, and the credentials that open them. This
 * package alone makes TURN credentials. In this version the servers are run by somebody else and
 * named in the configuration ({@code turn.driver: static}).
 */
package dev.otter.turn;
