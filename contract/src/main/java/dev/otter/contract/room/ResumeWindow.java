package dev.otter.contract.room;

import java.time.Duration;

/** How long an interrupted participant keeps its place. */
public final class ResumeWindow {

  /** What a node uses unless a test says otherwise: 60 s. */
  public static final Duration DEFAULT = Duration.ofSeconds(60);

  private ResumeWindow() {}
}
