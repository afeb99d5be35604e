package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * What the rooms of this node say of themselves (docs/metrics.md). No room is in a label. Counting
 * is safe for any thread.
 */
final class RoomMetrics {

  private final LongAdder made = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final Map<Request, Map<Result, LongAdder>> requests = new EnumMap<>(Request.class);

  /** What the rooms verticle is asked. */
  enum Request {
    CREATE,
    FIND,
    VISIT,
    LIST,
    CHANGE,
    END,
    JOIN,
    LEAVE,
    PUT_OUT,
    INTERRUPT,
    ANNOUNCE,
    RESUME
  }

  /** What became of it. */
  private enum Result {
    /** It was done. */
    DONE,
    /** The asker may not, or asked for what is not there. */
    REFUSED,
    /** The store or the cluster did not answer, or it is our fault. */
    FAILED;

    static Result of(Throwable failure) {
      boolean refused =
          failure instanceof RefusedException refusal
              && refusal.code() != ErrorCode.NOT_READY
              && refusal.code() != ErrorCode.STORE_UNAVAILABLE
              && refusal.code() != ErrorCode.INTERNAL;
      return refused ? REFUSED : FAILED;
    }
  }

  RoomMetrics() {
    for (Request request : Request.values()) {
      Map<Result, LongAdder> results = new EnumMap<>(Result.class);
      for (Result result : Result.values()) {
        results.put(result, new LongAdder());
      }
      requests.put(request, results);
    }
  }

  /** A room was made. */
  void made() {
    made.increment();
  }

  /** A room has ended. */
  void ended() {
    ended.increment();
  }

  /** The same answers, counted. */
  <Q> Function<Q, Future<? extends Record>> counting(
      Request request, Function<Q, Future<? extends Record>> answer) {
    return question -> {
      try {
        return answer
            .apply(question)
            .onSuccess(done -> of(request, Result.DONE).increment())
            .onFailure(failure -> of(request, Result.of(failure)).increment());
      } catch (RuntimeException e) {
        of(request, Result.of(e)).increment();
        throw e;
      }
    };
  }

  private LongAdder of(Request request, Result result) {
    return requests.get(request).get(result);
  }

  /**
   * Shows them.
   *
   * @param held how many rooms are in this node's own part of the map
   */
  void bindTo(MeterRegistry registry, IntSupplier held) {
    Gauge.builder("otter.rooms", held::getAsInt)
        .description("Rooms in this node's part of the map")
        .register(registry);
    FunctionCounter.builder("otter.rooms.made", made, LongAdder::sum)
        .description("Rooms that were made")
        .register(registry);
    FunctionCounter.builder("otter.rooms.ended", ended, LongAdder::sum)
        .description("Rooms that have ended")
        .register(registry);
    for (Request request : Request.values()) {
      for (Result result : Result.values()) {
        FunctionCounter.builder("otter.room.requests", of(request, result), LongAdder::sum)
            .description("What the rooms were asked, and what became of it")
            .tag("request", request.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .tag("result", result.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
    }
  }
}
