package dev.otter.turn.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Tells an answer from a refusal, whose reason is in its body. */
public final class Refusal {

  private static final int FIRST = 400;

  private Refusal() {}

  /**
   * Passes an answer on, or fails with what a refusal says.
   *
   * @param patienceMs how long its body may take
   * @param reason what a status and a body come to
   */
  public static Future<HttpClientResponse> orAnswer(
      HttpClientResponse response,
      long patienceMs,
      BiFunction<Integer, Buffer, ? extends Exception> reason) {
    if (response.statusCode() < FIRST) {
      return Future.succeededFuture(response);
    }
    return response
        .body()
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .compose(said -> Future.failedFuture(reason.apply(response.statusCode(), said)));
  }
}
