package dev.otter.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Writes or removes a value where the entry is, if what is there is what is expected: a
 * compare-and-set that sets the life too, which Hazelcast's own has not. Hazelcast runs it on a
 * thread of the partition and takes it from node to node; its fields are part of what nodes say to
 * each other.
 */
final class ConditionalWrite implements EntryProcessor<String, String, String> {

  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String value;
  private final long lifeMs;
  private transient boolean applied;

  private ConditionalWrite(String expected, String value, long lifeMs) {
    this.expected = expected;
    this.value = value;
    this.lifeMs = lifeMs;
  }

  /** Writes if nothing is there. */
  static ConditionalWrite ifAbsent(String value, Duration life) {
    return new ConditionalWrite(null, value, life.toMillis());
  }

  /** Writes if that is there. */
  static ConditionalWrite ifEqual(String expected, String value, Duration life) {
    return new ConditionalWrite(Objects.requireNonNull(expected), value, life.toMillis());
  }

  /** Removes if that is there. */
  static ConditionalWrite removal(String expected) {
    return new ConditionalWrite(Objects.requireNonNull(expected), null, 0);
  }

  /**
   * Decides.
   *
   * @return what was there; null for nothing
   */
  @Override
  public String process(Map.Entry<String, String> entry) {
    String there = entry.getValue();
    applied = Objects.equals(there, expected);
    if (applied) {
      new Write(value, lifeMs).process(entry);
    }
    return there;
  }

  /** The backups do what was decided; they do not decide again. */
  @Override
  public EntryProcessor<String, String, String> getBackupProcessor() {
    return applied ? new Write(value, lifeMs) : null;
  }

  /** What is done once it is decided. */
  private static final class Write implements EntryProcessor<String, String, String> {

    private static final long serialVersionUID = 1L;

    private final String value;
    private final long lifeMs;

    Write(String value, long lifeMs) {
      this.value = value;
      this.lifeMs = lifeMs;
    }

    @Override
    public String process(Map.Entry<String, String> entry) {
      if (value == null) {
        entry.setValue(null);
      } else {
        ((ExtendedMapEntry<String, String>) entry).setValue(value, lifeMs, TimeUnit.MILLISECONDS);
      }
      return null;
    }
  }
}
