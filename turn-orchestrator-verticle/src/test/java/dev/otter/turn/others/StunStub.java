package dev.otter.turn.others;

import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A STUN server that answers when it is told to. */
final class StunStub implements AutoCloseable {

  /** A good answer to a Binding (RFC 8489, section 5). */
  private static final int BINDING_SUCCESS = 0x0101;

  private final DatagramSocket socket;
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile boolean answers;

  private StunStub(DatagramSocket socket, boolean answers) {
    this.socket = socket;
    this.answers = answers;
  }

  static StunStub open(Vertx vertx, boolean answers) throws Exception {
    DatagramSocket socket = vertx.createDatagramSocket();
    StunStub stub = new StunStub(socket, answers);
    socket.handler(
        packet -> {
          Optional<StunMessage> asked = StunCodec.decode(packet.data().getBytes());
          if (!stub.answers) {
            stub.unanswered.incrementAndGet();
          } else if (asked.isPresent()) {
            StunMessage answer =
                new StunMessage(BINDING_SUCCESS, asked.get().transactionId(), List.of());
            socket.send(
                Buffer.buffer(StunCodec.encode(answer, Optional.empty())),
                packet.sender().port(),
                packet.sender().host());
          }
        });
    socket.listen(0, "127.0.0.1").await(60, TimeUnit.SECONDS);
    return stub;
  }

  void answers(boolean now) {
    answers = now;
  }

  /** How many questions it has not answered. */
  int unanswered() {
    return unanswered.get();
  }

  /** {@code 127.0.0.1:port}. */
  String at() {
    return "127.0.0.1:" + socket.localAddress().port();
  }

  @Override
  public void close() {
    socket.close();
  }
}
