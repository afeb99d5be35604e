package dev.otter.bench.mode;

import dev.otter.bench.target.Client;
import dev.otter.bench.target.ClientEvents;
import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Latencies;
import dev.otter.bench.wire.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that are all cut off at the same time, and all come back at once, again and again. What
 * is timed goes from the cut to "may send again".
 */
final class StormMode implements Mode {

  private static final int STORM_SECONDS = 20;

  private final int count;
  private final Latencies latencies = new Latencies();
  private int ready;
  private long cut;

  /**
   * A storm.
   *
   * @param count how many clients
   */
  StormMode(int count) {
    this.count = count;
  }

  @Override
  public String name() {
    return "storm of " + count;
  }

  @Override
  public String unit() {
    return "set-ups";
  }

  @Override
  public Sample run(Loop loop, Target target, long nanos) {
    Integrity integrity = new Integrity();
    List<Client> clients = new ArrayList<>();
    ClientEvents events = new Returning(integrity);
    for (int i = 0; i < count; i++) {
      clients.add(new Client(loop, target, target.nextRoom(), events, integrity));
    }
    storm(loop, clients, integrity);
    latencies.clear();
    UsageMeter meter = new UsageMeter(target.server());
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end && integrity.isClean()) {
      storm(loop, clients, integrity);
    }
    Usage usage = meter.read();
    long resident = target.server().residentBytes();
    clients.forEach(Client::drop);
    return new Sample(
        name(),
        target.name(),
        latencies.count(),
        usage,
        Delay.of(latencies),
        resident,
        0,
        integrity);
  }

  private void storm(Loop loop, List<Client> clients, Integrity integrity) {
    clients.forEach(Client::drop);
    ready = 0;
    cut = System.nanoTime();
    clients.forEach(Client::connect);
    long deadline = cut + TimeUnit.SECONDS.toNanos(STORM_SECONDS);
    if (!loop.runUntil(deadline, () -> ready == count)) {
      integrity.onBroken((count - ready) + " clients were not back in time");
    }
  }

  /** All clients of a storm. */
  private final class Returning implements ClientEvents {

    private final Integrity integrity;

    Returning(Integrity integrity) {
      this.integrity = integrity;
    }

    @Override
    public void onReady(Client client) {
      ready++;
      latencies.record(System.nanoTime() - cut);
    }

    @Override
    public void onClosed(Client client, int code) {
      integrity.onBroken("closed with " + code);
    }
  }
}
