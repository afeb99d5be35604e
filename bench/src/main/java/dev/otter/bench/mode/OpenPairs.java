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

  /** When a last message has not come after so long, it is lost too. */
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** So long is waited for messages that a later one has overtaken. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

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

  /**
   * Lets each client send a last message, and ends all when these have come. What was sent before
   * and has not come by then is lost: silence alone would not say so, for a server may get no
   * processor for seconds. Blocking.
   */
  void end() {
    List<P> talking = all();
    talking.forEach(Pair::sendLast);
    loop.runUntil(System.nanoTime() + LAST_NANOS, () -> talking.stream().allMatch(Pair::isThrough));
    loop.runUntil(System.nanoTime() + LATE_NANOS, () -> talking.stream().allMatch(Pair::isEven));
    pairs.forEach(Pair::end);
  }
}
