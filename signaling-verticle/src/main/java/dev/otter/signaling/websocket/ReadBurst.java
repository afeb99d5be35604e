package dev.otter.signaling.websocket;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * What one event loop remembers while it handles what came from one client: the sockets that were
 * written to, each of which is flushed once at the end, and the memory for the message at hand. One
 * for each thread.
 */
final class ReadBurst {

  private static final FastThreadLocal<ReadBurst> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected ReadBurst initialValue() {
          return new ReadBurst();
        }
      };

  private static final int USUAL_MESSAGE_BYTES = 65_536;

  private final FrameHeader header = new FrameHeader();
  private final List<FrameOutput> written = new ArrayList<>();
  private final List<ForeignFrames> foreign = new ArrayList<>();
  private byte[] message = new byte[4096];
  private boolean active;
  private int bytesRead;

  static ReadBurst ofThisThread() {
    return OF_THREAD.get();
  }

  /**
   * Begins a burst, unless one is under way.
   *
   * @param bytes how many bytes came
   * @return whether this call has begun it, so that the caller ends it
   */
  boolean begin(int bytes) {
    bytesRead = bytes;
    if (active) {
      return false;
    }
    active = true;
    return true;
  }

  boolean isActive() {
    return active;
  }

  /** How many bytes came with the last read: a hint of how many will go out. */
  int bytesRead() {
    return bytesRead;
  }

  FrameHeader header() {
    return header;
  }

  /** Memory for a message, its content undefined. */
  byte[] message(int length) {
    if (length <= message.length) {
      return message;
    }
    if (length > USUAL_MESSAGE_BYTES) {
      return new byte[length];
    }
    message = new byte[Math.min(USUAL_MESSAGE_BYTES, Integer.highestOneBit(length) * 2)];
    return message;
  }

  /** Remembers to flush a socket of this event loop. */
  void add(FrameOutput output) {
    written.add(output);
  }

  /** What is to be handed to a socket of another event loop at the end. */
  ForeignFrames foreign(FrameOutput output) {
    for (int i = 0; i < foreign.size(); i++) {
      if (foreign.get(i).output() == output) {
        return foreign.get(i);
      }
    }
    ForeignFrames frames = new ForeignFrames(output);
    foreign.add(frames);
    return frames;
  }

  /** Flushes all that was written to. Does nothing when no burst is under way. */
  void end() {
    active = false;
    for (int i = 0; i < written.size(); i++) {
      written.get(i).flush();
    }
    written.clear();
    for (int i = 0; i < foreign.size(); i++) {
      foreign.get(i).handOver();
    }
    foreign.clear();
  }
}
