package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/** One socket of {@link UdpSockets}. Used on their event loop. */
final class UdpSocket {

  private final UdpSockets sockets;
  private final Channel channel;
  private final InetSocketAddress local;
  private boolean unflushed;

  UdpSocket(UdpSockets sockets, Channel channel) {
    this.sockets = sockets;
    this.channel = channel;
    this.local = (InetSocketAddress) channel.localAddress();
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
      write(new DatagramPacket(data, to));
    }
  }

  /**
   * Sends to whom the socket is connected to, unless too much waits already.
   *
   * @param data taken over
   */
  void send(ByteBuf data) {
    if (hasRoom(data)) {
      write(data);
    }
  }

  void close() {
    ChannelFuture unused = channel.close();
  }

  void flush() {
    unflushed = false;
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

  private void write(Object message) {
    // A failure is told to the pipeline, whose end knows what it means.
    ChannelFuture unused = channel.write(message, channel.voidPromise());
    if (!unflushed) {
      unflushed = true;
      sockets.written(this);
    }
  }
}
