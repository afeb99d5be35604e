package dev.otter.turn.stun;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Messages as datagrams. */
final class DatagramLine implements StunLine {

  private final DatagramSocket socket;
  private final InetSocketAddress server;

  private DatagramLine(DatagramSocket socket, InetSocketAddress server) {
    this.socket = socket;
    this.server = server;
  }

  static Future<StunLine> open(Vertx vertx, InetSocketAddress server) {
    boolean ipv6 = server.getAddress() instanceof Inet6Address;
    DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipv6));
    return socket.listen(0, own(server.getAddress())).map(open -> new DatagramLine(open, server));
  }

  /** Of the same kind as the server's; no other machine can send to what asks this one. */
  private static String own(InetAddress server) {
    boolean ipv6 = server instanceof Inet6Address;
    if (server.isLoopbackAddress()) {
      return ipv6 ? "::1" : "127.0.0.1";
    }
    return ipv6 ? "::" : "0.0.0.0";
  }

  @Override
  public void send(byte[] message) {
    socket.send(Buffer.buffer(message), server.getPort(), server.getAddress().getHostAddress());
  }

  @Override
  public void onMessage(Consumer<byte[]> handler) {
    socket.handler(
        packet -> {
          if (packet.sender().port() == server.getPort()) {
            handler.accept(packet.data().getBytes());
          }
        });
  }

  @Override
  public boolean loses() {
    return true;
  }

  @Override
  public Future<Void> close() {
    return socket.close();
  }
}
