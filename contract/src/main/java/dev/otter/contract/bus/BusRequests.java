package dev.otter.contract.bus;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;

/**
 * Asks over the event bus. Every failure comes back as a {@link RefusedException}: the answering
 * side's own refusal, or {@link ErrorCode#NOT_READY} when nobody answered in time. Futures complete
 * on the caller's context.
 */
public final class BusRequests {

  /** How long an answer may take, in milliseconds. */
  public static final long ANSWER_TIMEOUT_MS = 5_000;

  private final Vertx vertx;
  private final LocalAnswers localAnswers;
  private final Tracing tracing;

  /** Makes requests on the bus of {@code vertx}. */
  public BusRequests(Vertx vertx) {
    this.vertx = vertx;
    this.localAnswers = new LocalAnswers(vertx);
    this.tracing = Tracing.of(vertx);
  }

  /** Asks any node, this one first. */
  public <T> Future<T> ask(BusAddress to, Record question, Class<T> answer) {
    return ask(to, question, answer, tracing.on() ? Tracing.here() : null);
  }

  /**
   * Asks any node, this one first, as a part of a trace.
   *
   * @param place where in the trace; null for none
   */
  public <T> Future<T> ask(BusAddress to, Record question, Class<T> answer, String place) {
    DeliveryOptions options =
        new DeliveryOptions().setLocalOnly(localAnswers.contains(to.address()));
    if (place != null) {
      options.addHeader(Tracing.HEADER, place);
    }
    return request(to.address(), question, answer, options);
  }

  /** Asks the one node with that tag: what clients say to each other, and never traced. */
  public <T> Future<T> ask(BusAddress to, NodeTag node, Record question, Class<T> answer) {
    return request(to.at(node), question, answer, new DeliveryOptions());
  }

  private <T> Future<T> request(
      String to, Record question, Class<T> answer, DeliveryOptions options) {
    return vertx
        .eventBus()
        .request(to, question, options.setSendTimeout(ANSWER_TIMEOUT_MS))
        .map(Message::body)
        .map(answer::cast)
        .recover(failure -> Future.failedFuture(refusal(to, failure)));
  }

  private static RefusedException refusal(String to, Throwable failure) {
    if (failure instanceof ReplyException reply) {
      return switch (reply.failureType()) {
        case RECIPIENT_FAILURE -> BusReplies.refusalOf(reply);
        case NO_HANDLERS, TIMEOUT ->
            new RefusedException(
                ErrorCode.NOT_READY, "nothing answers at " + to + " at this moment");
        case ERROR -> new RefusedException(ErrorCode.INTERNAL, "the request could not be sent");
      };
    }
    return new RefusedException(ErrorCode.INTERNAL, "the request could not be sent");
  }
}
