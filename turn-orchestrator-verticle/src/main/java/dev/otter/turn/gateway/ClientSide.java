package dev.otter.turn.gateway;

import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What clients send: tells channel data, Send indications and requests apart by their first bytes,
 * and finds the session by the client's address. Used on the event loop.
 */
final class ClientSide implements UdpSockets.Receiver {

  private static final int CHANNEL_HEADER = 4;
  private static final int MOST_PADDING = 3;
  private static final int MESSAGE_HEADER = 20;

  private final SessionTable table;
  private final GatewayCounts counts;
  private ControlRequests requests;
  private SharedSessions shared;
  private StrangerLimits strangers;

  ClientSide(SessionTable table, GatewayCounts counts) {
    this.table = table;
    this.counts = counts;
  }

  /** Says who answers requests; nothing is taken before. */
  void requests(ControlRequests answering) {
    requests = answering;
  }

  /** Says what is known of other nodes' sessions. */
  void shared(SharedSessions sessions, StrangerLimits limits) {
    shared = sessions;
    strangers = limits;
  }

  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    GatewaySession own = table.ofClient(from);
    if (own != null || shared == null || !shared.passOn(data, from)) {
      handle(data, from, own, Ingress.HERE);
    }
  }

  /** Another node passes it on, as this one has the session: it goes to no third one. */
  void passedOn(ByteBuf data, InetSocketAddress from, Ingress ingress) {
    handle(data, from, table.ofClient(from), ingress);
  }

  /** Whether it is channel data or a Send indication, and whole. */
  static boolean isData(ByteBuf data) {
    return IndicationBytes.isChannelData(data)
        ? isWhole(data)
        : isSend(data) && IndicationBytes.peerOffset(data) >= 0;
  }

  private void handle(ByteBuf data, InetSocketAddress from, GatewaySession own, Ingress ingress) {
    int first = data.getByte(data.readerIndex()) & 0xc0;
    if (requests == null || (first != 0 && !IndicationBytes.isChannelData(data))) {
      counts.drop(DropReason.MALFORMED);
    } else if (first == 0) {
      message(data, from, own, ingress);
    } else if (!isWhole(data)) {
      counts.drop(DropReason.MALFORMED);
    } else if (own == null) {
      stray(data, from, ingress);
    } else {
      own.traffic().clientCameBy(ingress);
      own.traffic().toRelay(data);
    }
  }

  private static boolean isWhole(ByteBuf channelData) {
    int size = channelData.readableBytes();
    if (size < CHANNEL_HEADER) {
      return false;
    }
    int padding =
        size - CHANNEL_HEADER - channelData.getUnsignedShort(channelData.readerIndex() + 2);
    return padding >= 0 && padding <= MOST_PADDING;
  }

  private void message(ByteBuf data, InetSocketAddress from, GatewaySession own, Ingress ingress) {
    if (data.readableBytes() < MESSAGE_HEADER) {
      counts.drop(DropReason.MALFORMED);
    } else if (isSend(data)) {
      int offset = IndicationBytes.peerOffset(data);
      if (offset < 0) {
        counts.drop(DropReason.MALFORMED);
      } else if (own == null) {
        stray(data, from, ingress);
      } else {
        own.traffic().clientCameBy(ingress);
        own.traffic().toRelayBySend(data, offset);
      }
    } else {
      byte[] datagram = ByteBufUtil.getBytes(data);
      Optional<StunMessage> read = StunCodec.decode(datagram);
      if (read.isPresent()) {
        requests.received(datagram, read.get(), from, ingress);
      } else {
        counts.drop(DropReason.MALFORMED);
      }
    }
  }

  private static boolean isSend(ByteBuf data) {
    return data.readableBytes() >= MESSAGE_HEADER
        && data.getUnsignedShort(data.readerIndex()) == StunMessage.SEND;
  }

  /** Data of no session of this node: one of another node may be older, and is looked up. */
  private void stray(ByteBuf data, InetSocketAddress client, Ingress ingress) {
    if (!ingress.here() || !strangers.take(client.getAddress())) {
      counts.drop(DropReason.NO_SESSION);
      return;
    }
    ByteBuf held = data.copy();
    shared
        .find(client)
        .onComplete(
            found -> {
              if (found.failed() || !found.result() || !shared.passOn(held, client)) {
                counts.drop(DropReason.NO_SESSION);
              }
              held.release();
            });
  }
}
