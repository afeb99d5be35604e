package dev.otter.contract.console;

import java.util.List;

/**
 * What a node noted within the last hour.
 *
 * @param samples the oldest first, {@value #MOST} at most
 */
public record HourOfFigures(List<FigureSample> samples) {

  /** So many samples are an hour. */
  public static final int MOST = 3_600 / FigureSample.SECONDS;

  /** Keeps its own copy of the list. */
  public HourOfFigures {
    samples = List.copyOf(samples);
  }
}
