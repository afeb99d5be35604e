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

  ClientSide(SessionTable table, GatewayCounts counts) {
    this.table = table;
    this.counts = counts;
  }

  /** Says who answers requests; nothing is taken before. */
  void requests(ControlRequests answering) {
    requests = answering;
  }

  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    int first = data.getByte(data.readerIndex()) & 0xc0;
    if (requests == null || (first != 0 && !IndicationBytes.isChannelData(data))) {
      counts.drop(DropReason.MALFORMED);
    } else if (first == 0) {
      message(data, from);
    } else if (!isWhole(data)) {
      counts.drop(DropReason.MALFORMED);
    } else {
      GatewaySession session = session(from);
      if (session != null) {
        session.toRelay(data);
      }
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

  private void message(ByteBuf data, InetSocketAddress from) {
    if (data.readableBytes() < MESSAGE_HEADER) {
      counts.drop(DropReason.MALFORMED);
    } else if (data.getUnsignedShort(data.readerIndex()) == StunMessage.SEND) {
      int offset = IndicationBytes.peerOffset(data);
      GatewaySession session = offset < 0 ? null : session(from);
      if (offset < 0) {
        counts.drop(DropReason.MALFORMED);
      } else if (session != null) {
        session.toRelayBySend(data, offset);
      }
    } else {
      byte[] datagram = ByteBufUtil.getBytes(data);
      Optional<StunMessage> read = StunCodec.decode(datagram);
      if (read.isPresent()) {
        requests.received(datagram, read.get(), from);
      } else {
        counts.drop(DropReason.MALFORMED);
      }
    }
  }

  private GatewaySession session(InetSocketAddress client) {
    GatewaySession session = table.ofClient(client);
    if (session == null) {
      counts.drop(DropReason.NO_SESSION);
    }
    return session;
  }
}
