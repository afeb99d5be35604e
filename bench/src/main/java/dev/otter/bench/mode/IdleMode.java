package dev.otter.bench.mode;

import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.ServerProcess;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Latencies;
import dev.otter.bench.wire.Loop;
import java.time.Duration;

/**
 * Clients that are connected, two in a room, and say nothing: how much memory each takes. Wants a
 * server that nothing was done to yet.
 */
final class IdleMode implements Mode {

  private final int count;
  private final long settleNanos;
  private final ConnectMode warmUp = new ConnectMode();

  /**
   * An idle load.
   *
   * @param count how many connections, an even number
   * @param settle how long a server is left alone before and after it collects its garbage
   */
  IdleMode(int count, Duration settle) {
    this.count = count;
    this.settleNanos = settle.toNanos();
  }

  @Override
  public String name() {
    return "idle " + count;
  }

  @Override
  public String unit() {
    return "connections";
  }

  @Override
  public Sample run(Loop loop, Target target, long nanos) {
    target.prepareRooms(count / 2);
    Integrity integrity = new Integrity();
    integrity.add(warmUp.run(loop, target, nanos).integrity());
    long before = settledMemory(loop, target.server());
    UsageMeter meter = new UsageMeter(target.server());
    OpenPairs<IdlePair> pairs =
        OpenPairs.open(
            loop,
            integrity,
            count / 2,
            onPaired -> new IdlePair(loop, target, integrity, onPaired));
    Usage usage = meter.read();
    long after = settledMemory(loop, target.server());
    pairs.end();
    return new Sample(
        name(),
        target.name(),
        count,
        usage,
        Delay.of(new Latencies()),
        after,
        (double) (after - before) / count,
        integrity);
  }

  private long settledMemory(Loop loop, ServerProcess server) {
    loop.runFor(settleNanos);
    server.collectGarbage();
    loop.runFor(settleNanos);
    return server.residentBytes();
  }

  /** A pair that says nothing. */
  private static final class IdlePair extends Pair {

    private final Runnable onPaired;

    IdlePair(Loop loop, Target target, Integrity integrity, Runnable onPaired) {
      super(loop, target, integrity);
      this.onPaired = onPaired;
    }

    @Override
    void onPaired() {
      onPaired.run();
    }
  }
}
