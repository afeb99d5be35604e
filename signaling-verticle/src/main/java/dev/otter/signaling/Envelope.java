package dev.otter.signaling;

import io.vertx.core.buffer.Buffer;

/**
 * A message as a client of the plain dialect wrote it. What it said of {@code source} and {@code
 * roomId} is not kept: the server knows both from the connection.
 *
 * @param destination whom it is for; null for "the other one in the room"
 * @param polite what it said of the sender's role; null when it said nothing
 * @param payload one JSON value that is not null, byte for byte; never read, never logged
 */
record Envelope(String destination, Boolean polite, Buffer payload) {

  /** Leaves the payload out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "Envelope[destination=" + destination + "]";
  }
}
