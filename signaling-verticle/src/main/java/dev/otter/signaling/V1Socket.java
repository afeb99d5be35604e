package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seats a {@link V1Connection} on a WebSocket of Vert.x. Belongs to the socket's context. */
final class V1Socket implements TextPort {

  private static final Logger LOG = LoggerFactory.getLogger(V1Socket.class);

  private final ServerWebSocket socket;
  private final TextMessageAssembler assembler;
  private final V1Connection connection;

  private V1Socket(ServerWebSocket socket, RoomClaims claims, Context context, SignalingNode node) {
    this.socket = socket;
    this.assembler = new TextMessageAssembler(node.limits().messageBytes());
    this.connection = new V1Connection(claims, this, context, node);
    int outboundBytes = node.limits().outboundBytes();
    socket.setWriteQueueMaxSize(outboundBytes == 0 ? Integer.MAX_VALUE : outboundBytes);
  }

  /** Opens a connection of the dialect on an upgraded socket. */
  static RoomConnection open(
      ServerWebSocket socket, RoomClaims claims, Context context, SignalingNode node) {
    V1Socket self = new V1Socket(socket, claims, context, node);
    socket.frameHandler(self::onFrame);
    socket.pongHandler(pong -> self.connection.onSignOfLife());
    socket.exceptionHandler(failure -> LOG.debug("socket failed", failure));
    socket.closeHandler(
        closed ->
            self.connection.onClosed(
                Optional.ofNullable(socket.closeStatusCode()).map(Short::intValue)));
    self.connection.open();
    return self.connection;
  }

  private void onFrame(WebSocketFrame frame) {
    connection.onSignOfLife();
    if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
      try {
        assembler.add(frame).ifPresent(connection::onMessage);
      } catch (RuntimeException e) {
        connection.refuse(e);
      }
    }
  }

  @Override
  public boolean write(String text) {
    if (socket.isClosed()) {
      return true;
    }
    if (socket.writeQueueFull()) {
      return false;
    }
    socket.writeFinalTextFrame(text);
    return true;
  }

  @Override
  public void close(int code, String reason) {
    if (!socket.isClosed()) {
      socket.resume();
      socket.close((short) code, reason);
    }
  }

  @Override
  public void ping() {
    if (!socket.isClosed()) {
      socket.writePing(Buffer.buffer());
    }
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
