package dev.otter.contract.bus;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.trace.Span;
import dev.otter.contract.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on the event bus: one function per address, on the context of the verticle that made
 * this. A {@link RefusedException} goes back to the asker as it is; any other failure is logged
 * here, once, and goes back as {@link ErrorCode#INTERNAL}.
 */
public final class BusReplies {

  private static final Logger LOG = LoggerFactory.getLogger(BusReplies.class);

  private final Vertx vertx;
  private final LocalAnswers localAnswers;
  private final Tracing tracing;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();

  /** Makes answers on the bus of {@code vertx}. */
  public BusReplies(Vertx vertx) {
    this.vertx = vertx;
    this.localAnswers = new LocalAnswers(vertx);
    this.tracing = Tracing.of(vertx);
  }

  /**
   * Answers at an address.
   *
   * @param address where; see {@link BusAddress}
   * @param question what is asked
   * @param answer makes the answer
   * @return completes when the whole cluster knows of it
   */
  public <Q> Future<Void> answer(
      String address, Class<Q> question, Function<Q, Future<? extends Record>> answer) {
    MessageConsumer<Object> consumer = vertx.eventBus().consumer(address);
    consumers.add(consumer);
    consumer.handler(message -> reply(message, question, answer));
    return consumer
        .completion()
        .map(
            done -> {
              localAnswers.add(address);
              return null;
            });
  }

  /** Stops answering, at all addresses. */
  public Future<Void> close() {
    List<Future<Void>> ends = new ArrayList<>();
    for (MessageConsumer<?> consumer : consumers) {
      localAnswers.remove(consumer.address());
      ends.add(consumer.unregister());
    }
    consumers.clear();
    return Future.join(ends).mapEmpty();
  }

  private <Q> void reply(
      Message<Object> message, Class<Q> question, Function<Q, Future<? extends Record>> answer) {
    Span span = span(message);
    Future<? extends Record> answered;
    try {
      answered = Objects.requireNonNull(answer.apply(question.cast(message.body())), "no answer");
    } catch (RuntimeException e) {
      answered = Future.failedFuture(e);
    }
    answered
        .onSuccess(done -> span.end())
        .onFailure(span::fail)
        .onComplete(message::reply, failure -> fail(message, failure));
  }

  /** Of a question that is a part of a trace. */
  private Span span(Message<Object> message) {
    String parent = tracing.on() ? message.headers().get(Tracing.HEADER) : null;
    if (parent == null) {
      return Span.NONE;
    }
    Span span = tracing.begin(message.address(), parent);
    Tracing.enter(span);
    return span;
  }

  private static void fail(Message<Object> message, Throwable failure) {
    RefusedException refusal;
    if (failure instanceof RefusedException refused) {
      refusal = refused;
    } else {
      LOG.error("an answer failed address={}", message.address(), failure);
      refusal =
          new RefusedException(ErrorCode.INTERNAL, "the answer failed; the log has the cause");
    }
    // The number only tells a refusal of ours from the bus's own; the code's text travels, as
    // numbers change when a code is added.
    message.fail(refusal.code().httpStatus(), refusal.code().code() + ' ' + refusal.getMessage());
  }

  static RefusedException refusalOf(ReplyException reply) {
    String text = String.valueOf(reply.getMessage());
    int end = text.indexOf(' ');
    return ErrorCode.of(end < 0 ? text : text.substring(0, end))
        .map(code -> new RefusedException(code, text.substring(end + 1)))
        .orElseGet(() -> new RefusedException(ErrorCode.INTERNAL, "an unknown refusal"));
  }
}
