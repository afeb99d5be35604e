package dev.otter.turn.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Forwards ports of pods as an API server does: channel 0 is the data, 1 what went wrong. */
final class PodPorts {

  private final NetClient toPods;
  private final Map<Integer, Integer> elsewhere = new ConcurrentHashMap<>();

  PodPorts(Vertx vertx) {
    this.toPods = vertx.createNetClient();
  }

  /** Has a port of pods be another one of this machine. */
  void lead(int port, int here) {
    elsewhere.put(port, here);
  }

  /** Passes bytes both ways between a socket of the client and a port of a pod. */
  void forward(ServerWebSocket socket, String podIp) {
    int port = Integer.parseInt(socket.query().replace("ports=", ""));
    socket.pause();
    toPods
        .connect(elsewhere.getOrDefault(port, port), podIp)
        .onSuccess(
            tcp -> {
              byte[] number = {(byte) (port & 0xff), (byte) (port >> 8)};
              socket.writeBinaryMessage(Buffer.buffer(new byte[] {0}).appendBytes(number));
              socket.writeBinaryMessage(Buffer.buffer(new byte[] {1}).appendBytes(number));
              tcp.handler(
                  data ->
                      socket.writeBinaryMessage(Buffer.buffer(new byte[] {0}).appendBuffer(data)));
              socket.binaryMessageHandler(data -> tcp.write(data.slice(1, data.length())));
              tcp.closeHandler(closed -> socket.close());
              socket.closeHandler(closed -> tcp.close());
              socket.resume();
            })
        .onFailure(failure -> socket.close());
  }

  void close() throws Exception {
    toPods.close().await(60, TimeUnit.SECONDS);
  }
}
