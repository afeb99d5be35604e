package dev.otter.bench.mode;

import dev.otter.bench.target.Client;
import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.Kind;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Latencies;
import dev.otter.bench.wire.Loop;
import dev.otter.bench.wire.Payload;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whole call set-ups: one joins, the other joins, an offer, an answer, twenty candidates each way
 * in writes of five, and both leave. What is timed goes from the first packet to the last
 * candidate.
 */
final class CallMode implements Mode {

  private static final int AT_ONCE = 16;
  private static final int DESCRIPTION_BYTES = 3_000;
  private static final int CANDIDATE_BYTES = 200;
  private static final int WRITES = 4;
  private static final int CANDIDATES_PER_WRITE = 5;
  private static final int MESSAGES = 1 + WRITES * CANDIDATES_PER_WRITE;
  private static final int END_SECONDS = 20;

  private final Payload description = Payload.ofSize(DESCRIPTION_BYTES);
  private final Payload candidate = Payload.ofSize(CANDIDATE_BYTES);
  private final Latencies latencies = new Latencies();
  private final Set<Call> running = new HashSet<>();
  private boolean isCalling;

  @Override
  public String name() {
    return "call";
  }

  @Override
  public String unit() {
    return "calls";
  }

  @Override
  public Sample run(Loop loop, Target target, long nanos) {
    Integrity integrity = new Integrity();
    latencies.clear();
    isCalling = true;
    UsageMeter meter = new UsageMeter(target.server());
    for (int i = 0; i < AT_ONCE; i++) {
      begin(loop, target, integrity);
    }
    loop.runFor(nanos);
    Usage usage = meter.read();
    long count = latencies.count();
    isCalling = false;
    long resident = target.server().residentBytes();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    if (!loop.runUntil(deadline, running::isEmpty)) {
      integrity.onBroken(running.size() + " calls were not completed in time");
      running.forEach(Pair::end);
      running.clear();
    }
    return new Sample(
        name(), target.name(), count, usage, Delay.of(latencies), resident, 0, integrity);
  }

  private void begin(Loop loop, Target target, Integrity integrity) {
    Call call = new Call(loop, target, integrity);
    running.add(call);
    call.open();
  }

  /** One call, and the one after it. */
  private final class Call extends Pair {

    private final Loop loop;
    private final Target target;
    private final Integrity integrity;
    private final long begun = System.nanoTime();
    private boolean isComplete;
    private int closed;

    Call(Loop loop, Target target, Integrity integrity) {
      super(loop, target, integrity);
      this.loop = loop;
      this.target = target;
      this.integrity = integrity;
    }

    @Override
    void onPaired() {
      speak(first(), Kind.OFFER);
    }

    private void speak(Client client, Kind kind) {
      client.prepare(kind, description, candidate);
      client.send(1);
      for (int i = 0; i < WRITES; i++) {
        client.send(CANDIDATES_PER_WRITE);
      }
    }

    @Override
    public void onMessage(Client client, int number) {
      if (number == 0 && client == second()) {
        speak(client, Kind.ANSWER);
      }
      if (!isComplete && first().received() >= MESSAGES && second().received() >= MESSAGES) {
        isComplete = true;
        latencies.record(System.nanoTime() - begun);
        first().close();
        second().close();
      }
    }

    @Override
    public void onClosed(Client client, int code) {
      if (!isComplete) {
        super.onClosed(client, code);
        closed = 1;
      }
      if (++closed == 2 && running.remove(this)) {
        end();
        if (isCalling) {
          begin(loop, target, integrity);
        }
      }
    }
  }
}
