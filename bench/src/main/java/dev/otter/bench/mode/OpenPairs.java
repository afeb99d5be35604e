package dev.otter.bench.mode;

import dev.otter.bench.target.Integrity;
import dev.otter.bench.wire.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Many pairs that are there at the same time. Used on the loop's thread. */
final class OpenPairs<P extends Pair> {

  /** So many connect at once. */
  private static final int AT_ONCE = 32;

  private static final int OPEN_SECONDS = 60;

  /** When nothing came for so long, what is missing is lost. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long STEP_NANOS = QUIET_NANOS / 20;

  private final Loop loop;
  private final List<P> pairs = new ArrayList<>();
  private int opened;
  private int paired;

  private OpenPairs(Loop loop) {
    this.loop = loop;
  }

  /**
   * Opens pairs, and returns when all are paired. Blocking.
   *
   * @param loop serves their sockets
   * @param integrity takes those that could not be opened
   * @param count how many
   * @param made makes one that has to call what it is given in its {@link Pair#onPaired}
   */
  static <P extends Pair> OpenPairs<P> open(
      Loop loop, Integrity integrity, int count, Function<Runnable, P> made) {
    OpenPairs<P> all = new OpenPairs<>(loop);
    for (int i = 0; i < count; i++) {
      all.pairs.add(made.apply(all::onPaired));
    }
    for (int i = 0; i < AT_ONCE; i++) {
      all.openNext();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS);
    if (!loop.runUntil(deadline, () -> all.paired == count)) {
      integrity.onBroken(all.paired + " of " + count + " pairs were opened in time");
    }
    return all;
  }

  private void onPaired() {
    paired++;
    openNext();
  }

  private void openNext() {
    if (opened < pairs.size()) {
      pairs.get(opened++).open();
    }
  }

  /** Those that came together. */
  List<P> all() {
    return pairs.stream().filter(Pair::isPaired).toList();
  }

  /** Waits until nothing is under way any more, then ends all. Blocking. */
  void end() {
    long seen = received();
    long quietSince = System.nanoTime();
    while (!isEven() && System.nanoTime() - quietSince < QUIET_NANOS) {
      loop.runUntil(System.nanoTime() + STEP_NANOS, this::isEven);
      if (received() != seen) {
        seen = received();
        quietSince = System.nanoTime();
      }
    }
    pairs.forEach(Pair::end);
  }

  private boolean isEven() {
    return pairs.stream().allMatch(Pair::isEven);
  }

  private long received() {
    return pairs.stream().mapToLong(Pair::received).sum();
  }
}
