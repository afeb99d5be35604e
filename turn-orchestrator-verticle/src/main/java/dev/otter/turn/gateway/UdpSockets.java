package dev.otter.turn.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketProtocolFamily;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the sockets of a gateway, all on one event loop, and writes to the system what they were
 * given once all that had come is handled. Used on that event loop.
 */
final class UdpSockets {

  /** A larger datagram is dropped: it would be relayed cut. */
  static final int LARGEST = 9_216;

  private static final Logger LOG = LoggerFactory.getLogger(UdpSockets.class);
  private static final int READS_AT_A_TIME = 64;
  private static final int KERNEL_BYTES = 1 << 20;

  /** A socket that has so much to send takes no more: what comes then is the newest. */
  private static final WriteBufferWaterMark BACKLOG = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final VertxInternal vertx;
  private final EventLoop loop;
  private final GatewayCounts counts;
  private final BooleanSupplier hears;
  private final List<UdpSocket> unflushed = new ArrayList<>();
  private final boolean takesBursts;
  private final int burstBytes;
  private boolean reading;

  /**
   * Opens none yet.
   *
   * @param counts who counts what is dropped
   * @param hears whether what comes is to be handled
   */
  UdpSockets(Vertx vertx, EventLoop loop, GatewayCounts counts, BooleanSupplier hears) {
    this(vertx, loop, counts, hears, Burst.MOST_BYTES);
  }

  /** With bursts of so many bytes at most. */
  UdpSockets(
      Vertx vertx, EventLoop loop, GatewayCounts counts, BooleanSupplier hears, int burstBytes) {
    this.vertx = (VertxInternal) vertx;
    this.loop = loop;
    this.counts = counts;
    this.hears = hears;
    this.takesBursts =
        vertx.isNativeTransportEnabled()
            && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    this.burstBytes = burstBytes;
  }

  /** Who gets what comes to a socket. */
  interface Receiver {
    /**
     * A datagram came.
     *
     * @param data with at least one byte; the receiver's until it returns
     * @param from who sent it
     */
    void received(ByteBuf data, InetSocketAddress from);

    /** Nobody listens where a connected socket sends to. */
    default void unreachable() {}
  }

  /** Opens a socket that sends to anybody. */
  Future<UdpSocket> bind(InetSocketAddress local, Receiver receiver) {
    return opened(bootstrap(receiver).bind(local));
  }

  /** Opens a socket on a free port that sends to one other, and hears of no other. */
  Future<UdpSocket> connect(InetSocketAddress remote, InetAddress local, Receiver receiver) {
    return opened(bootstrap(receiver).connect(remote, new InetSocketAddress(local, 0)));
  }

  /** Runs something later. */
  void later(long ms, Runnable task) {
    var unused = loop.schedule(task, ms, TimeUnit.MILLISECONDS);
  }

  /** What was sent goes out now, or when all that has come is handled. */
  void written(UdpSocket socket) {
    unflushed.add(socket);
    if (!reading) {
      flush();
    }
  }

  GatewayCounts counts() {
    return counts;
  }

  /** The same, whose datagrams are counted for nobody. */
  UdpSockets uncounted() {
    return new UdpSockets(vertx, loop, new GatewayCounts(), hears, burstBytes);
  }

  /** Whether the system takes a {@link Burst} as one. */
  boolean takesBursts() {
    return takesBursts;
  }

  int burstBytes() {
    return burstBytes;
  }

  private void flush() {
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
  }

  /** Of IPv4 alone: Vert.x has one of both for its own loop, which maps each address. */
  // Vert.x asks for the family by a type that Netty has replaced.
  @SuppressWarnings("deprecation")
  private DatagramChannel channel() {
    return takesBursts
        ? new EpollDatagramChannel(SocketProtocolFamily.INET)
        : vertx.transport().datagramChannel(InternetProtocolFamily.IPv4);
  }

  private Bootstrap bootstrap(Receiver receiver) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(this::channel)
        .option(ChannelOption.SO_RCVBUF, KERNEL_BYTES)
        .option(ChannelOption.SO_SNDBUF, KERNEL_BYTES)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, BACKLOG)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(LARGEST + 1).maxMessagesPerRead(READS_AT_A_TIME))
        .handler(new Arrivals(receiver));
  }

  private Future<UdpSocket> opened(ChannelFuture opening) {
    Promise<UdpSocket> promise = Promise.promise();
    opening.addListener(
        done -> {
          if (done.isSuccess()) {
            promise.complete(new UdpSocket(this, opening.channel()));
          } else {
            promise.fail(done.cause());
          }
        });
    return promise.future();
  }

  /** Hands over what comes to one socket; nothing that a receiver throws goes further. */
  private final class Arrivals extends ChannelInboundHandlerAdapter {

    private final Receiver receiver;

    Arrivals(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      reading = true;
      try {
        ByteBuf data = packet.content();
        int size = data.readableBytes();
        if (size == 0 || size > LARGEST) {
          counts.drop(size == 0 ? DropReason.MALFORMED : DropReason.TOO_LARGE);
        } else if (!hears.getAsBoolean()) {
          counts.drop(DropReason.CUT_OFF);
        } else {
          receiver.received(data, packet.sender());
        }
      } catch (RuntimeException e) {
        counts.drop(DropReason.FAULT);
        LOG.warn("a datagram could not be handled", e);
      } finally {
        packet.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      reading = false;
      flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof PortUnreachableException) {
        receiver.unreachable();
      } else {
        Channel channel = context.channel();
        LOG.debug("a socket failed local={} because={}", channel.localAddress(), cause.toString());
      }
    }
  }
}
