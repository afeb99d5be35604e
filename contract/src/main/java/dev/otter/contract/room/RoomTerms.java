package dev.otter.contract.room;

import java.util.Optional;

/**
 * What the maker of a room asked for beyond its size.
 *
 * @param metadata a JSON object of the maker's own, as text; null for none. Otter never looks into
 *     it
 * @param emptySeconds the room ends when nobody was in for so long; 0 for never
 * @param maxSeconds the room ends so long after it was made; 0 for never
 */
public record RoomTerms(String metadata, int emptySeconds, int maxSeconds) {

  /** Nothing was asked for. */
  public static final RoomTerms NONE = new RoomTerms(null, 0, 0);

  /** The most characters of {@link #metadata}. */
  public static final int MAX_METADATA_CHARACTERS = 4_096;

  /** The longest of both lives: a year. */
  public static final int MAX_SECONDS = 31_536_000;

  /** Whether the room ends by itself. */
  public boolean ends() {
    return emptySeconds > 0 || maxSeconds > 0;
  }

  /** The metadata; empty for none. */
  public Optional<String> metadataText() {
    return Optional.ofNullable(metadata);
  }

  /** Leaves the metadata, which may name people, out of log lines. */
  @Override
  public String toString() {
    return "RoomTerms[emptySeconds=" + emptySeconds + ", maxSeconds=" + maxSeconds + "]";
  }
}
