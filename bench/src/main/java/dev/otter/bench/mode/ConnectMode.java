package dev.otter.bench.mode;

import dev.otter.bench.target.Client;
import dev.otter.bench.target.ClientEvents;
import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Latencies;
import dev.otter.bench.wire.Loop;
import java.util.concurrent.TimeUnit;

/**
 * Clients that connect, say goodbye as soon as they may send, and connect again when the server has
 * ended the connection. What is timed goes from the first packet to "may send".
 */
final class ConnectMode implements Mode {

  private static final int AT_ONCE = 32;
  private static final int CLOSE_SECONDS = 20;

  private final Latencies latencies = new Latencies();
  private int connected;
  private boolean isConnecting;

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public String unit() {
    return "set-ups";
  }

  @Override
  public Sample run(Loop loop, Target target, long nanos) {
    Integrity integrity = new Integrity();
    latencies.clear();
    isConnecting = true;
    UsageMeter meter = new UsageMeter(target.server());
    for (int i = 0; i < AT_ONCE; i++) {
      new Visit(loop, target, integrity).begin();
    }
    loop.runFor(nanos);
    Usage usage = meter.read();
    long count = latencies.count();
    isConnecting = false;
    long resident = target.server().residentBytes();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    if (!loop.runUntil(deadline, () -> connected == 0)) {
      integrity.onBroken(connected + " connections were not ended by the server in time");
      connected = 0;
    }
    return new Sample(
        name(), target.name(), count, usage, Delay.of(latencies), resident, 0, integrity);
  }

  /** One connection, and the one after it. */
  private final class Visit implements ClientEvents {

    private final Loop loop;
    private final Target target;
    private final Integrity integrity;
    private final long begun = System.nanoTime();
    private boolean wasReady;

    Visit(Loop loop, Target target, Integrity integrity) {
      this.loop = loop;
      this.target = target;
      this.integrity = integrity;
    }

    void begin() {
      connected++;
      new Client(loop, target, target.nextRoom(), this, integrity).connect();
    }

    @Override
    public void onReady(Client client) {
      wasReady = true;
      latencies.record(System.nanoTime() - begun);
      client.close();
    }

    @Override
    public void onClosed(Client client, int code) {
      connected--;
      if (!wasReady) {
        integrity.onBroken("not let in: closed with " + code);
      }
      if (isConnecting) {
        new Visit(loop, target, integrity).begin();
      }
    }
  }
}
