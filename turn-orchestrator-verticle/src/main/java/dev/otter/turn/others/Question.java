package dev.otter.turn.others;

import dev.otter.contract.config.HostAndPort;
import dev.otter.turn.stun.StunSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks one server whether it is there: by a STUN Binding, or where it takes no datagrams by a TCP
 * connection. Used on one context.
 */
final class Question {

  private final Vertx vertx;
  private final OtherServer server;
  private final NetClient client;
  private Optional<StunSocket> socket = Optional.empty();
  private boolean opening;
  private boolean closed;
  private Runnable forget = () -> {};

  /**
   * Makes it; nobody is asked yet.
   *
   * @param vertx whose current context is used
   * @param server who is asked
   * @param within how long a TCP connection may take
   */
  Question(Vertx vertx, OtherServer server, Duration within) {
    this.vertx = vertx;
    this.server = server;
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout(Math.toIntExact(within.toMillis())));
  }

  /**
   * Asks once; what was asked before is forgotten. A name is looked up for the first question, and
   * again after {@link #lookAgain}.
   *
   * @param onAnswer called when an answer comes
   */
  void ask(Runnable onAnswer) {
    forget.run();
    forget = () -> {};
    if (!server.takesDatagrams()) {
      client
          .connect(server.place().port(), server.place().host())
          .onSuccess(
              connected -> {
                onAnswer.run();
                connected.close();
              });
    } else if (socket.isPresent()) {
      forget = socket.get().probe(onAnswer);
    } else if (!opening) {
      opening = true;
      open()
          .onComplete(
              done -> {
                opening = false;
                if (done.succeeded() && closed) {
                  done.result().close();
                } else if (done.succeeded()) {
                  socket = Optional.of(done.result());
                  forget = done.result().probe(onAnswer);
                }
              });
    }
  }

  /** Has the name looked up anew with the next question: the server may be elsewhere by now. */
  void lookAgain() {
    forget.run();
    forget = () -> {};
    socket.ifPresent(StunSocket::close);
    socket = Optional.empty();
  }

  void close() {
    closed = true;
    lookAgain();
    client.close();
  }

  private Future<StunSocket> open() {
    HostAndPort place = server.place();
    return vertx
        .executeBlocking(() -> InetAddress.getByName(place.host()), false)
        .compose(address -> StunSocket.open(vertx, new InetSocketAddress(address, place.port())));
  }
}
