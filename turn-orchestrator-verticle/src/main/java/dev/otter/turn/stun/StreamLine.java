package dev.otter.turn.stun;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Messages in a stream, one after the other as each says its own length (RFC 5389, 7.2.2), with or
 * without TLS. What is not a STUN message ends it: a stream has no other way to go on.
 */
final class StreamLine implements StunLine {

  private static final int HEADER = 20;
  private static final int LENGTH_AT = 2;
  private static final int NOT_STUN = 0xc0;
  private static final int TIMEOUT_MS = 1_500;

  private final NetClient client;
  private final NetSocket socket;
  private Buffer rest = Buffer.buffer();

  private StreamLine(NetClient client, NetSocket socket) {
    this.client = client;
    this.socket = socket;
  }

  static Future<StunLine> open(Vertx vertx, InetSocketAddress server, StunTransport transport) {
    NetClientOptions options =
        new NetClientOptions()
            .setConnectTimeout(TIMEOUT_MS)
            .setSslHandshakeTimeout(TIMEOUT_MS)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    SocketAddress address =
        SocketAddress.inetSocketAddress(server.getPort(), server.getAddress().getHostAddress());
    NetClient client;
    Future<NetSocket> connected;
    if (transport instanceof StunTransport.Tls tls) {
      options
          .setSsl(true)
          .setHostnameVerificationAlgorithm("HTTPS")
          .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(tls.trusted())));
      client = vertx.createNetClient(options);
      connected = client.connect(address, tls.host());
    } else {
      client = vertx.createNetClient(options);
      connected = client.connect(address);
    }
    return connected
        .<StunLine>map(socket -> new StreamLine(client, socket))
        .onFailure(failure -> client.close());
  }

  @Override
  public void send(byte[] message) {
    socket.write(Buffer.buffer(message));
  }

  @Override
  public void onMessage(Consumer<byte[]> handler) {
    // A broken stream is noticed by the answer that does not come.
    socket.exceptionHandler(failure -> socket.close());
    socket.handler(
        chunk -> {
          rest.appendBuffer(chunk);
          take(handler);
        });
  }

  @Override
  public boolean loses() {
    return false;
  }

  @Override
  public Future<Void> close() {
    return socket.close().eventually(client::close);
  }

  private void take(Consumer<byte[]> handler) {
    while (rest.length() >= HEADER) {
      int length = HEADER + rest.getUnsignedShort(LENGTH_AT);
      if ((rest.getByte(0) & NOT_STUN) != 0) {
        socket.close();
        return;
      }
      if (rest.length() < length) {
        return;
      }
      handler.accept(rest.getBytes(0, length));
      rest = rest.getBuffer(length, rest.length());
    }
  }
}
