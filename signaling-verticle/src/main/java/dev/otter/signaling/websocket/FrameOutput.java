package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * What goes to one client. Frames are collected in one buffer and flushed once for each burst of
 * reading, or at the end of what the event loop has in hand. How much may wait is limited. Belongs
 * to the socket's event loop; {@link #frame} and {@link #waitingBytes} alone may be called by
 * another one.
 */
// What Netty's futures say of a failure, the pipeline says too.
@SuppressWarnings("FutureReturnValueIgnored")
final class FrameOutput {

  /** So much is collected before it is flushed in the middle of a burst. */
  static final int FLUSH_BYTES = 32_768;

  private static final int LEAST_BUFFER_BYTES = 256;
  private static final AtomicIntegerFieldUpdater<FrameOutput> ON_THE_WAY =
      AtomicIntegerFieldUpdater.newUpdater(FrameOutput.class, "onTheWay");

  private final ChannelHandlerContext context;
  private final Runnable tooSlow;
  private final int maxWaitingBytes;
  private ByteBuf collected;
  private boolean flushIsDue;
  private boolean ended;

  /** Bytes that other event loops have handed over and this one has not seen yet. */
  private volatile int onTheWay;

  /**
   * Makes an output.
   *
   * @param maxWaitingBytes how many bytes may wait, here and in the channel each
   * @param tooSlow called on the event loop when more were to wait
   */
  FrameOutput(ChannelHandlerContext context, int maxWaitingBytes, Runnable tooSlow) {
    this.context = context;
    this.maxWaitingBytes = maxWaitingBytes;
    this.tooSlow = tooSlow;
  }

  /** Begins a frame; see {@link ClientSocket#text}. */
  ByteBuf frame(int opcode, int length) {
    ReadBurst burst = ReadBurst.ofThisThread();
    ByteBuf out =
        context.executor().inEventLoop() ? ownRoom(burst, length) : foreignRoom(burst, length);
    if (out != null) {
      FrameHeader.write(out, opcode, length);
    }
    return out;
  }

  /** Sends what was collected. */
  void flush() {
    flushIsDue = false;
    ByteBuf frames = collected;
    if (frames != null) {
      collected = null;
      context.writeAndFlush(frames, context.voidPromise());
    }
  }

  /**
   * Sends what was collected and a last frame.
   *
   * @return completes when all has left
   */
  ChannelFuture end(ByteBuf last) {
    flush();
    ended = true;
    return context.writeAndFlush(last);
  }

  /** Lets go of what was collected. */
  void discard() {
    ended = true;
    if (collected != null) {
      collected.release();
      collected = null;
    }
  }

  /** Memory for frames of which the first has so many bytes. Any thread. */
  ByteBuf buffer(int length, int hint) {
    // What comes in goes out with a longer envelope.
    int expected = Math.min(hint + hint / 2, FLUSH_BYTES);
    return context.alloc().directBuffer(Math.max(LEAST_BUFFER_BYTES, Math.max(length, expected)));
  }

  EventExecutor executor() {
    return context.executor();
  }

  /** Counts bytes that are about to be handed over by another event loop, on that one. */
  void announce(int bytes) {
    ON_THE_WAY.addAndGet(this, bytes);
  }

  /** What waits in the channel and on the way to it. Any thread. */
  long waitingBytes() {
    ChannelOutboundBuffer inChannel = context.channel().unsafe().outboundBuffer();
    return onTheWay + (inChannel == null ? 0 : inChannel.totalPendingWriteBytes());
  }

  /** Takes what another event loop has handed over. */
  void receive(ByteBuf frames) {
    ON_THE_WAY.addAndGet(this, -frames.readableBytes());
    if (isFull()) {
      frames.release();
      return;
    }
    flush();
    context.writeAndFlush(frames, context.voidPromise());
  }

  private ByteBuf ownRoom(ReadBurst burst, int length) {
    int bytes = length + FrameHeader.MAX_WRITTEN;
    if (collected != null && collected.readableBytes() + bytes > FLUSH_BYTES) {
      ByteBuf frames = collected;
      collected = null;
      context.writeAndFlush(frames, context.voidPromise());
    }
    if (isFull()) {
      return null;
    }
    if (collected == null) {
      collected = buffer(bytes, burst.isActive() ? burst.bytesRead() : 0);
      if (!flushIsDue) {
        flushIsDue = true;
        flushLater(burst);
      }
    }
    return collected;
  }

  private void flushLater(ReadBurst burst) {
    if (burst.isActive()) {
      burst.add(this);
    } else {
      context.executor().execute(this::flush);
    }
  }

  private ByteBuf foreignRoom(ReadBurst burst, int length) {
    if (!burst.isActive()) {
      throw new IllegalStateException("another event loop may write only while it reads");
    }
    if (onTheWay > maxWaitingBytes) {
      context.executor().execute(tooSlow);
      return null;
    }
    return burst.foreign(this).room(length + FrameHeader.MAX_WRITTEN, burst.bytesRead());
  }

  /** Tells whether no more is taken, and why to whom it may concern. */
  private boolean isFull() {
    if (ended) {
      return true;
    }
    if (context.channel().isWritable()) {
      return false;
    }
    tooSlow.run();
    return true;
  }
}
