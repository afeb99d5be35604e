package dev.otter.turn.stun;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
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
    DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions());
    String any = server.getAddress().isLoopbackAddress() ? "127.0.0.1" : "0.0.0.0";
    return socket.listen(0, any).map(open -> new DatagramLine(open, server));
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
