package dev.otter.contract.quality;

import java.util.List;

/**
 * What a participant reports of its call: sums so far, so that the last report is the whole story.
 *
 * @param joinMs from asking until it was in the room; null when it says nothing of it
 * @param peers the way to each other one, also of those who have left; at most {@link #MAX_PEERS}
 * @param end why the call is over for it: {@code left}, or a code of an error; null while it goes
 *     on
 */
public record QualityReport(Long joinMs, List<PeerQuality> peers, String end) {

  /** Ways that one report may tell of. */
  public static final int MAX_PEERS = 16;

  /** What {@code end} says of one that left on purpose. */
  public static final String LEFT = "left";

  /** What is said of one that went without a word. */
  public static final String LOST = "lost";

  /** Keeps its own list. */
  public QualityReport {
    peers = List.copyOf(peers);
  }

  /** The same, of a call that is over. */
  QualityReport ended(String why) {
    return new QualityReport(joinMs, peers, why);
  }
}
