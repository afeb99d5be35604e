package dev.otter.contract.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Holds a request back while it is not known whether it may go on: its body is not read before, so
 * that nothing of it is lost.
 */
final class HeldRequest {

  private HeldRequest() {}

  /**
   * Lets the request on when {@code answer} is good, fails it otherwise.
   *
   * @param onGood takes what the answer says, before the next handler runs
   */
  static <T> void until(RoutingContext context, Future<T> answer, Consumer<T> onGood) {
    context.request().pause();
    answer
        .onSuccess(
            value -> {
              onGood.accept(value);
              context.request().resume();
              context.next();
            })
        .onFailure(
            failure -> {
              context.request().resume();
              context.fail(failure);
            });
  }
}
