package dev.otter.contract.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * The template of a handler that answers with one record: run, then send or fail. A refusal may be
 * thrown or come as a failed future; {@link JsonErrors} makes the answer of it.
 */
public final class Answering implements Handler<RoutingContext> {

  private final Function<RoutingContext, Future<Answer>> operation;

  private Answering(Function<RoutingContext, Future<Answer>> operation) {
    this.operation = operation;
  }

  /** Makes a handler of an operation. */
  public static Answering with(Function<RoutingContext, Future<Answer>> operation) {
    return new Answering(operation);
  }

  @Override
  public void handle(RoutingContext context) {
    Future<Answer> answer;
    try {
      answer = operation.apply(context);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer
        .onSuccess(done -> JsonReply.send(context, done.status(), done.body()))
        .onFailure(context::fail);
  }

  /**
   * What goes back.
   *
   * @param status the HTTP status
   * @param body the record that becomes the JSON body; null for none
   */
  public record Answer(int status, Record body) {

    /** 204: done, and there is nothing to say. */
    public static final Answer NO_CONTENT = new Answer(204, null);
  }
}
