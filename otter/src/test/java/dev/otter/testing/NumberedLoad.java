package dev.otter.testing;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Two clients of {@code otter.v1} that send each other 0, 1, 2… at a steady rate. */
public final class NumberedLoad implements AutoCloseable {

  /**
   * What a client keeps for a peer, 256 messages, then lasts for 19 s: a node that dies is missed.
   */
  private static final int PERIOD_MS = 75;

  private static final int WAIT_SECONDS = 60;

  private final V1Client first;
  private final V1Client second;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int sent;

  private NumberedLoad(V1Client first, V1Client second) {
    this.first = first;
    this.second = second;
  }

  /** Begins to send, 13 messages a second each way. */
  public static NumberedLoad between(V1Client first, V1Client second) {
    return between(first, second, PERIOD_MS);
  }

  /** Begins to send, each way one message in each period. */
  public static NumberedLoad between(V1Client first, V1Client second, int periodMs) {
    NumberedLoad load = new NumberedLoad(first, second);
    Future<?> unused =
        load.clock.scheduleAtFixedRate(load::sendOne, 0, periodMs, TimeUnit.MILLISECONDS);
    return load;
  }

  private synchronized void sendOne() {
    first.send(second.id(), String.valueOf(sent));
    second.send(first.id(), String.valueOf(sent));
    sent++;
    notifyAll();
  }

  /** Waits until some more were sent, so that there is load before and after what a test does. */
  public synchronized NumberedLoad more(int messages) {
    int until = sent + messages;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      while (sent < until) {
        if (System.nanoTime() > end) {
          throw new AssertionError("the load stands still at " + sent);
        }
        wait(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return this;
  }

  /**
   * Ends the load and waits until all is acknowledged.
   *
   * @return how many each sent
   * @throws AssertionError when one was lost, came twice or out of order
   */
  public int verified() {
    close();
    int all = sentSoFar();
    first.awaitAcknowledged();
    second.awaitAcknowledged();
    for (int i = 0; i < all; i++) {
      expect(first, i);
      expect(second, i);
    }
    if (first.unread() + second.unread() > 0) {
      throw new AssertionError("more came than was sent");
    }
    return all;
  }

  private synchronized int sentSoFar() {
    return sent;
  }

  private static void expect(V1Client client, int number) {
    int got = client.next().get("payload").asInt();
    if (got != number) {
      throw new AssertionError("got " + got + " instead of " + number);
    }
  }

  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the load does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
