package dev.otter.contract.kv;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A map of texts that all nodes of a cluster share. Each entry has a life, after which it is gone.
 * One write of a key wins over another: those that depend on what is there ({@link #putIfAbsent},
 * {@link #compareAndSet}, {@link #deleteIf}) are decided in one place. A node reads what it wrote
 * itself; what others wrote it may read a moment later, and what has outlived its life for two
 * seconds more. Futures complete on the caller's context, and fail when the store does not answer
 * in time. Safe for any thread.
 */
public interface KeyValueStore {

  /** The shortest life. Lives count in whole seconds. */
  Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  /** The longest life: nothing stays for good. */
  Duration LONGEST_LIFE = Duration.ofDays(1);

  /** Most characters of a key. */
  int LONGEST_KEY = 256;

  /** Most characters of a value. */
  int LONGEST_VALUE = 65_536;

  /**
   * Reads a value; from this node's memory where it was read a moment ago.
   *
   * @param key not null
   * @return empty when there is none
   */
  Future<Optional<String>> get(String key);

  /**
   * Writes a value, whatever was there.
   *
   * @param key 1 to {@value #LONGEST_KEY} characters
   * @param value at most {@value #LONGEST_VALUE} characters
   * @param life from now, {@link #SHORTEST_LIFE} to {@link #LONGEST_LIFE}
   * @throws IllegalArgumentException if one of them is out of its bounds
   */
  Future<Void> put(String key, String value, Duration life);

  /**
   * Writes a value unless there is one.
   *
   * @param key as for {@link #put}
   * @param value as for {@link #put}
   * @param life as for {@link #put}
   * @return what was there and stays; empty when this value was written
   * @throws IllegalArgumentException as {@link #put}
   */
  Future<Optional<String>> putIfAbsent(String key, String value, Duration life);

  /**
   * Writes a value if another one is there.
   *
   * @param key as for {@link #put}
   * @param expected what must be there, character by character
   * @param value as for {@link #put}
   * @param life as for {@link #put}, from now
   * @return whether it was written
   * @throws IllegalArgumentException as {@link #put}
   */
  Future<Boolean> compareAndSet(String key, String expected, String value, Duration life);

  /**
   * Removes a value.
   *
   * @param key not null
   * @return whether there was one
   */
  Future<Boolean> delete(String key);

  /**
   * Removes a value if it is the one that is expected.
   *
   * @param key not null
   * @param expected what must be there
   * @return whether it was removed
   */
  Future<Boolean> deleteIf(String key, String expected);

  /**
   * Tells what happens from now on, on any node: changes of one key in their order. That a life is
   * over may be told a minute late. While a node is cut off it hears nothing.
   *
   * @param listener called on the caller's context
   * @return how to end it; completes when changes are told
   */
  Future<Watch> watch(Consumer<KeyValueChange> listener);

  /** A listener that is told changes. */
  @FunctionalInterface
  interface Watch {
    /** Tells it no more; again does nothing. */
    Future<Void> close();
  }

  /**
   * What every store checks before it writes.
   *
   * @throws IllegalArgumentException if one of them is out of its bounds
   */
  static void requireBounds(String key, String value, Duration life) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "a key has 1 to " + LONGEST_KEY + " characters, got " + key.length());
    }
    if (value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(
          "a value has at most " + LONGEST_VALUE + " characters, got " + value.length());
    }
    if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
      throw new IllegalArgumentException("a life is 1 s to 1 day, got " + life);
    }
  }

  /**
   * What every maker of stores checks.
   *
   * @return the name
   * @throws IllegalArgumentException if it has another form
   */
  static String requireName(String name) {
    if (!name.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "the name of a store has 1 to 64 lower-case letters, digits and hyphens");
    }
    return name;
  }
}
