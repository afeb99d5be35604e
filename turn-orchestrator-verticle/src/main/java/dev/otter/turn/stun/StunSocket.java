package dev.otter.turn.stun;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A socket that asks one STUN server. What does not come from that server, or answers no question
 * of ours, is dropped. Used on the context that opened it.
 */
public final class StunSocket {

  /** When a question is sent again, in milliseconds after it was sent last. */
  private static final List<Integer> RESEND_AFTER_MS = List.of(150, 350, 500);

  /** How long an answer is waited for. */
  static final long ANSWER_TIMEOUT_MS = 1_500;

  private final Vertx vertx;
  private final StunLine line;
  private final Map<TransactionId, Promise<StunMessage>> pending = new HashMap<>();
  private Consumer<StunMessage> indications = message -> {};

  private StunSocket(Vertx vertx, StunLine line) {
    this.vertx = vertx;
    this.line = line;
    line.onMessage(this::received);
  }

  /** Opens a UDP socket; see {@link #open(Vertx, InetSocketAddress, StunTransport)}. */
  public static Future<StunSocket> open(Vertx vertx, InetSocketAddress server) {
    return open(vertx, server, StunTransport.UDP);
  }

  /**
   * Opens a socket on a free port.
   *
   * @param vertx whose current context the answers come on
   * @param server who is asked; resolved
   * @param transport by what
   * @return the socket; fails when there is no connection
   */
  public static Future<StunSocket> open(
      Vertx vertx, InetSocketAddress server, StunTransport transport) {
    Future<StunLine> line =
        transport instanceof StunTransport.Udp
            ? DatagramLine.open(vertx, server)
            : StreamLine.open(vertx, server, transport);
    return line.map(open -> new StunSocket(vertx, open));
  }

  /** Hands over what the server sends without being asked. */
  public void onIndication(Consumer<StunMessage> handler) {
    indications = handler;
  }

  /**
   * Asks, and asks again while there is no answer.
   *
   * @param request with a new transaction id
   * @param key what integrity is worked out with; empty for none
   * @return the answer, good or bad; fails with {@link NoAnswerException}
   */
  public Future<StunMessage> ask(StunMessage request, Optional<byte[]> key) {
    Promise<StunMessage> answer = Promise.promise();
    byte[] datagram = StunCodec.encode(request, key);
    pending.put(request.transactionId(), answer);
    line.send(datagram);
    if (line.loses()) {
      resend(request.transactionId(), datagram, 0);
    }
    long timeout =
        vertx.setTimer(
            ANSWER_TIMEOUT_MS, timer -> answer.tryFail(new NoAnswerException(ANSWER_TIMEOUT_MS)));
    return answer
        .future()
        .onComplete(
            done -> {
              pending.remove(request.transactionId());
              vertx.cancelTimer(timeout);
            });
  }

  /**
   * Asks whether the server is there, once.
   *
   * @param onAnswer called if an answer comes, how late ever
   * @return stops waiting for it
   */
  public Runnable probe(Runnable onAnswer) {
    TransactionId id = TransactionId.random();
    Promise<StunMessage> answer = Promise.promise();
    answer.future().onSuccess(message -> onAnswer.run());
    pending.put(id, answer);
    line.send(
        StunCodec.encode(new StunMessage(StunMessage.BINDING, id, List.of()), Optional.empty()));
    return () -> pending.remove(id);
  }

  /** Sends what has no answer. */
  public void indicate(StunMessage indication) {
    line.send(StunCodec.encode(indication, Optional.empty()));
  }

  /** Closes the socket; what is still asked fails. */
  public Future<Void> close() {
    List.copyOf(pending.values())
        .forEach(answer -> answer.tryFail(new NoAnswerException(ANSWER_TIMEOUT_MS)));
    return line.close();
  }

  private void resend(TransactionId id, byte[] datagram, int times) {
    if (times == RESEND_AFTER_MS.size()) {
      return;
    }
    vertx.setTimer(
        RESEND_AFTER_MS.get(times),
        timer -> {
          if (pending.containsKey(id)) {
            line.send(datagram);
            resend(id, datagram, times + 1);
          }
        });
  }

  private void received(byte[] bytes) {
    Optional<StunMessage> read = StunCodec.decode(bytes);
    if (read.isEmpty()) {
      return;
    }
    StunMessage message = read.get();
    if (!message.isAnswer()) {
      indications.accept(message);
      return;
    }
    Promise<StunMessage> answer = pending.remove(message.transactionId());
    if (answer != null) {
      answer.tryComplete(message);
    }
  }
}
