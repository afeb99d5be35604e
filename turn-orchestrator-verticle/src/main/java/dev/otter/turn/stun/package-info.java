/**
 * STUN and TURN messages (RFC 5389, RFC 5766) over UDP, as a client speaks them. This package alone
 * knows their bytes. It is for testing and probing relays, not for media.
 */
package dev.otter.turn.stun;
