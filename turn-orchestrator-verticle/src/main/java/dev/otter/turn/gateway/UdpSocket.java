package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.Set;

/** One socket of {@link UdpSockets}. Used on their event loop. */
final class UdpSocket {

  /** EIO, EINVAL, EMSGSIZE: a network card or a narrow way does not bear bursts. */
  private static final Set<Integer> NO_BURSTS = Set.of(-5, -22, -90);

  private static final long NO_BURSTS_MS = 60_000;

  private final UdpSockets sockets;
  private final Channel channel;
  private final InetSocketAddress local;
  private final Burst burst;
  private boolean unflushed;
  private boolean oneByOne;

  UdpSocket(UdpSockets sockets, Channel channel) {
    this.sockets = sockets;
    this.channel = channel;
    this.local = (InetSocketAddress) channel.localAddress();
    this.burst = new Burst(channel.alloc(), sockets.burstBytes());
    this.oneByOne = !sockets.takesBursts();
  }

  /** Where it is bound. */
  InetSocketAddress local() {
    return local;
  }

  /**
   * Sends, unless too much waits already.
   *
   * @param data taken over
   * @param to not null
   */
  void send(ByteBuf data, InetSocketAddress to) {
    if (hasRoom(data)) {
      add(data, to);
    }
  }

  /**
   * Sends to whom the socket is connected to, unless too much waits already.
   *
   * @param data taken over
   */
  void send(ByteBuf data) {
    if (hasRoom(data)) {
      add(data, null);
    }
  }

  void close() {
    if (!burst.isEmpty()) {
      burst.take().release();
    }
    // What is closed as it is read Netty (4.2.18) reads on, up to READS_AT_A_TIME, unless this says
    // no: by then its number may be another thread's socket, and to read that one blocks the event
    // loop for ever. Sockets of Vert.x are read once at a time.
    channel.config().setAutoRead(false);
    ChannelFuture unused = channel.close();
  }

  /** Whether bursts are sent as such now. */
  boolean takesBursts() {
    return !oneByOne;
  }

  void flush() {
    unflushed = false;
    write();
    channel.flush();
  }

  private boolean hasRoom(ByteBuf data) {
    if (channel.isWritable()) {
      return true;
    }
    data.release();
    sockets.counts().drop(DropReason.BACKLOG);
    return false;
  }

  private void add(ByteBuf data, InetSocketAddress to) {
    boolean joins = burst.isEmpty() || !oneByOne;
    if (!joins || !burst.add(data, to)) {
      write();
      burst.add(data, to);
    }
    if (!unflushed) {
      unflushed = true;
      sockets.written(this);
    }
  }

  private void write() {
    InetSocketAddress to = burst.to();
    if (burst.count() == 1) {
      write(burst.take(), to);
    } else if (!burst.isEmpty()) {
      int size = burst.size();
      InetSocketAddress known = to == null ? (InetSocketAddress) channel.remoteAddress() : to;
      ByteBuf data = burst.take();
      ByteBuf again = data.retainedDuplicate();
      ChannelFuture unused =
          channel
              .write(new SegmentedDatagramPacket(data, size, known))
              .addListener(done -> written(done.cause(), again, size, to));
    }
  }

  private void write(ByteBuf data, InetSocketAddress to) {
    // A failure is told to the pipeline, whose end knows what it means.
    ChannelFuture unused =
        channel.write(to == null ? data : new DatagramPacket(data, to), channel.voidPromise());
  }

  /**
   * A burst that the system did not take goes out in pieces, and so does what comes for a while.
   */
  private void written(Throwable failure, ByteBuf data, int size, InetSocketAddress to) {
    if (failure instanceof NativeIoException refused && NO_BURSTS.contains(refused.expectedErr())) {
      oneByOne = true;
      sockets.later(NO_BURSTS_MS, () -> oneByOne = false);
      while (data.isReadable()) {
        write(data.readRetainedSlice(Math.min(size, data.readableBytes())), to);
      }
      channel.flush();
    } else if (failure != null) {
      channel.pipeline().fireExceptionCaught(failure);
    }
    data.release();
  }
}
