package dev.otter.turn.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/**
 * An answer that goes on: an event in each line. Used on the context of its request.
 *
 * @param end when it is over; fails when the connection, a line or whoever hears of it did
 * @param close ends it
 */
public record EventStream(Future<Void> end, Runnable close) {

  /**
   * Begins to read.
   *
   * @param response whose body has not been read
   * @param longestLine so many bytes may one have; with a longer one the stream fails
   * @param onLine told of each line that is not empty; what it throws ends the stream
   */
  public static EventStream of(
      HttpClientResponse response, int longestLine, Consumer<Buffer> onLine) {
    Promise<Void> end = Promise.promise();
    RecordParser lines =
        RecordParser.newDelimited(
                "\n",
                line -> {
                  if (line.length() > 0 && !end.future().isComplete()) {
                    onLine.accept(line);
                  }
                })
            .maxRecordSize(longestLine);
    response.handler(
        chunk -> {
          try {
            lines.handle(chunk);
          } catch (RuntimeException e) {
            // Asked for again, and what was missed is looked for.
            end.tryFail(e);
            response.request().reset();
          }
        });
    response.exceptionHandler(end::tryFail);
    response.endHandler(ended -> end.tryComplete());
    return new EventStream(end.future(), response.request()::reset);
  }
}
