/**
 * The certificate that relays show to browsers that come over TLS: read, checked, and read again.
 * This package alone decides whether one is good enough to be shown.
 */
package dev.otter.turn.certificate;
