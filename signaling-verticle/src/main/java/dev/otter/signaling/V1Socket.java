package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.RefusedException;
import dev.otter.signaling.websocket.ClientSocket;
import dev.otter.signaling.websocket.ClientSocketListener;
import dev.otter.signaling.websocket.OnContext;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Seats a {@link V1Connection} on a socket. Belongs to the socket's context. */
final class V1Socket implements TextPort, ClientSocketListener {

  private final ClientSocket socket;
  private final V1Connection connection;

  private V1Socket(ClientSocket socket, RoomClaims claims, Context context, SignalingNode node) {
    this.socket = socket;
    this.connection = new V1Connection(claims, this, context, node);
  }

  /** Opens a connection of the dialect on an upgraded socket. */
  static RoomConnection open(
      ClientSocket socket, RoomClaims claims, Context context, SignalingNode node) {
    V1Socket self = new V1Socket(socket, claims, context, node);
    self.connection.open();
    socket.listen(new OnContext(context, self));
    socket.resume();
    return self.connection;
  }

  @Override
  public void onText(byte[] bytes, int length) {
    // The connection cuts payloads out of the message and keeps them; the socket keeps its memory.
    connection.onMessage(Arrays.copyOf(bytes, length));
  }

  @Override
  public void onHeard() {
    connection.onSignOfLife();
  }

  @Override
  public void onRefused(RefusedException refusal) {
    connection.refuse(refusal);
  }

  @Override
  public void onClosed(OptionalInt clientCode) {
    connection.onClosed(
        clientCode.isPresent() ? Optional.of(clientCode.getAsInt()) : Optional.empty());
  }

  @Override
  public void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = socket.text(bytes.length);
    if (out != null) {
      out.writeBytes(bytes);
    }
  }

  @Override
  public void close(int code, String reason) {
    socket.close(code, reason);
  }

  @Override
  public long waitingBytes() {
    return socket.waitingBytes();
  }

  @Override
  public void abort() {
    socket.abort();
  }

  @Override
  public void ping() {
    socket.ping();
  }

  @Override
  public void pause() {
    socket.pause();
  }

  @Override
  public void resume() {
    socket.resume();
  }
}
