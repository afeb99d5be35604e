package dev.otter.turn.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Safe for any thread. */
public final class HandClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-27T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves it on. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
