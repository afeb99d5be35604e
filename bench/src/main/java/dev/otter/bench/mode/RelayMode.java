package dev.otter.bench.mode;

import dev.otter.bench.target.Client;
import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.Kind;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Latencies;
import dev.otter.bench.wire.Loop;
import dev.otter.bench.wire.Payload;

/**
 * Pairs that send each other messages, with a fixed number under way in each direction: when one
 * arrives, its sender sends the next. With one under way, this is a test of round trips; with many,
 * a flood.
 */
final class RelayMode implements Mode {

  private static final long SETTLE_NANOS = 200_000_000;

  private final String name;
  private final int count;
  private final int window;
  private final Payload payload;
  private final Latencies latencies = new Latencies();
  private boolean isSending;
  private boolean isMeasuring;

  /**
   * A relay load.
   *
   * @param name what reports call it
   * @param count how many pairs
   * @param window messages under way from each client, a power of two
   * @param bytes size of a payload
   */
  RelayMode(String name, int count, int window, int bytes) {
    this.name = name;
    this.count = count;
    this.window = window;
    this.payload = Payload.ofSize(bytes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String unit() {
    return "messages";
  }

  @Override
  public Sample run(Loop loop, Target target, long nanos) {
    Integrity integrity = new Integrity();
    OpenPairs<RelayPair> pairs =
        OpenPairs.open(
            loop, integrity, count, onPaired -> new RelayPair(loop, target, integrity, onPaired));
    isSending = true;
    pairs.all().forEach(RelayPair::begin);
    loop.runFor(SETTLE_NANOS);
    latencies.clear();
    isMeasuring = true;
    UsageMeter meter = new UsageMeter(target.server());
    loop.runFor(nanos);
    Usage usage = meter.read();
    isMeasuring = false;
    isSending = false;
    long resident = target.server().residentBytes();
    pairs.end();
    return new Sample(
        name, target.name(), latencies.count(), usage, Delay.of(latencies), resident, 0, integrity);
  }

  /** A pair under this load. */
  private final class RelayPair extends Pair {

    private final Loop loop;
    private final Runnable onPaired;
    private final long[] sentByFirst = new long[window];
    private final long[] sentBySecond = new long[window];

    RelayPair(Loop loop, Target target, Integrity integrity, Runnable onPaired) {
      super(loop, target, integrity);
      this.loop = loop;
      this.onPaired = onPaired;
    }

    @Override
    void onPaired() {
      onPaired.run();
    }

    void begin() {
      for (Client client : new Client[] {first(), second()}) {
        client.prepare(Kind.OFFER, payload, payload);
        send(client, window, System.nanoTime());
      }
    }

    private void send(Client client, int messages, long now) {
      long[] times = times(client);
      for (int i = 0; i < messages; i++) {
        times[(client.sent() + i) & (window - 1)] = now;
      }
      client.send(messages);
    }

    private long[] times(Client sender) {
      return sender == first() ? sentByFirst : sentBySecond;
    }

    @Override
    public void onMessage(Client client, int number) {
      if (isMeasuring) {
        latencies.record(loop.now() - times(client.peer())[number & (window - 1)]);
      }
    }

    @Override
    public void onBurst(Client client) {
      Client peer = client.peer();
      int underWay = peer.sent() - client.check().expected();
      if (isSending && underWay < window) {
        send(peer, window - underWay, loop.now());
      }
    }
  }
}
