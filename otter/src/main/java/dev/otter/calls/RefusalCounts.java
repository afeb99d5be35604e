package dev.otter.calls;

import dev.otter.contract.calls.SeenCalls;
import dev.otter.contract.error.ErrorCode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Who was refused at the door within the last hour, by error code, counted in slices of a minute.
 * Belongs to one context.
 */
final class RefusalCounts {

  private static final int SLICES = 60;
  private static final long SLICE_SECONDS = 60;

  private final Map<ErrorCode, Counted> counted = new EnumMap<>(ErrorCode.class);

  /** One code's. */
  private static final class Counted {
    private final long[] times = new long[SLICES];
    private final long[] minute = new long[SLICES];
    private Instant lastAt;
  }

  /** Counts one; a code that this version does not know is passed over. */
  void count(String code, Instant at) {
    ErrorCode.of(code)
        .ifPresent(
            known -> {
              Counted each = counted.computeIfAbsent(known, first -> new Counted());
              long minute = minute(at);
              int slice = (int) (minute % SLICES);
              if (each.minute[slice] != minute) {
                each.minute[slice] = minute;
                each.times[slice] = 0;
              }
              each.times[slice]++;
              each.lastAt = at;
            });
  }

  /** Those since a time, which is at most an hour ago, to the minute. */
  List<SeenCalls.Refused> since(Instant since) {
    return counted.entrySet().stream()
        .map(
            each ->
                new SeenCalls.Refused(
                    each.getKey().code(),
                    times(each.getValue(), minute(since)),
                    each.getValue().lastAt))
        .filter(refused -> refused.times() > 0)
        .toList();
  }

  private static long times(Counted counted, long since) {
    long sum = 0;
    for (int i = 0; i < SLICES; i++) {
      sum += counted.minute[i] >= since ? counted.times[i] : 0;
    }
    return sum;
  }

  private static long minute(Instant at) {
    return at.getEpochSecond() / SLICE_SECONDS;
  }
}
