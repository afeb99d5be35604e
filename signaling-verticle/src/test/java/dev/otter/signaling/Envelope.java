package dev.otter.signaling;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** What {@link EnvelopeReader} has read, taken out of it so that a test can look at it later. */
record Envelope(String destination, Boolean polite, Buffer payload) {

  /** Reads a message from memory that goes on behind it, as the memory of an event loop does. */
  static Envelope read(byte[] message) {
    byte[] memory = Arrays.copyOf(message, message.length + 40);
    Arrays.fill(memory, message.length, memory.length, (byte) '"');
    EnvelopeReader reader = EnvelopeReader.ofThisThread();
    reader.read(memory, message.length);
    return new Envelope(
        reader.destination(),
        reader.polite(),
        Buffer.buffer(memory).slice(reader.payloadStart(), reader.payloadEnd()));
  }
}
