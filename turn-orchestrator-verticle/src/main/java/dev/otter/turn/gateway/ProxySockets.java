package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses that relays take for peers. All sessions share them: what comes from a relayed
 * address of a relay belongs to the session that has it, and the socket says which of its peers is
 * meant. Used on the event loop.
 */
final class ProxySockets {

  private static final int PORTS = 1 << 16;

  private final List<UdpSocket> bySlot = new ArrayList<>();
  private final byte[] slotByPort = new byte[PORTS];

  private ProxySockets() {
    Arrays.fill(slotByPort, (byte) PeerSlots.NONE);
  }

  /** Who gets what relays send to peers. */
  @FunctionalInterface
  interface Listener {
    /**
     * A relay sent something to a peer.
     *
     * @param slot the peer's place in its session
     * @param data the listener's until it returns
     * @param relayed the relay's address of the session
     */
    void toPeer(int slot, ByteBuf data, InetSocketAddress relayed);
  }

  /** Opens {@link PeerSlots#SIZE} sockets on free ports. */
  static Future<ProxySockets> open(UdpSockets sockets, InetAddress inside, Listener listener) {
    ProxySockets proxies = new ProxySockets();
    Future<?> opened = Future.succeededFuture();
    for (int i = 0; i < PeerSlots.SIZE; i++) {
      int slot = i;
      opened =
          opened
              .compose(
                  done ->
                      sockets.bind(
                          new InetSocketAddress(inside, 0),
                          (data, from) -> listener.toPeer(slot, data, from)))
              .onSuccess(proxies::add);
    }
    return opened.map(proxies).onFailure(failure -> proxies.close());
  }

  /** What a relay takes for the peer at that place. */
  InetSocketAddress address(int slot) {
    return bySlot.get(slot).local();
  }

  /** The place whose address has that port; {@link PeerSlots#NONE} when none has. */
  int slotOf(int port) {
    return slotByPort[port];
  }

  /** Sends to a relay what the peer at that place sent; the data is taken over. */
  void send(int slot, ByteBuf data, InetSocketAddress relayed) {
    bySlot.get(slot).send(data, relayed);
  }

  void close() {
    bySlot.forEach(UdpSocket::close);
  }

  private void add(UdpSocket socket) {
    slotByPort[socket.local().getPort()] = (byte) bySlot.size();
    bySlot.add(socket);
  }
}
