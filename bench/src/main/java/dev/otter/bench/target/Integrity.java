package dev.otter.bench.target;

import java.util.ArrayList;
import java.util.List;

/** What went wrong in one run, over all its clients. Used by one thread. */
public final class Integrity {

  private static final int MOST_EXAMPLES = 3;

  private final List<String> examples = new ArrayList<>();
  private long checked;
  private long lost;
  private long duplicated;
  private long reordered;
  private long damaged;
  private long broken;
  private long refused;

  void onDamaged() {
    damaged++;
  }

  void onRefused(String text) {
    refused++;
    example(text);
  }

  /** A connection ended, or did not come about, although nobody wanted that. */
  public void onBroken(String why) {
    broken++;
    example(why);
  }

  private void example(String text) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(text.length() > 200 ? text.substring(0, 200) : text);
    }
  }

  /** Adds what a client got from its peer, when both are done. */
  public void add(Client client) {
    checked += client.received();
    lost += client.check().lost(client.peer().sent());
    duplicated += client.check().duplicated();
    reordered += client.check().reordered();
  }

  /** Adds what another run found. */
  public void add(Integrity other) {
    checked += other.checked;
    lost += other.lost;
    duplicated += other.duplicated;
    reordered += other.reordered;
    damaged += other.damaged;
    broken += other.broken;
    refused += other.refused;
    other.examples.forEach(this::example);
  }

  /** Whether all came once, in order and unchanged, and no connection was lost. */
  public boolean isClean() {
    return lost + duplicated + reordered + damaged + broken + refused == 0;
  }

  /** How many numbered messages were looked at. */
  public long checked() {
    return checked;
  }

  /** How many of them never came. */
  public long lost() {
    return lost;
  }

  /** How many came twice. */
  public long duplicated() {
    return duplicated;
  }

  /** How many came after a later one. */
  public long reordered() {
    return reordered;
  }

  /** How many had another content or sender than they should. */
  public long damaged() {
    return damaged;
  }

  @Override
  public String toString() {
    return String.format(
        "%,d checked: %d lost, %d duplicated, %d reordered, %d damaged, %d connections broken, "
            + "%d refusals%s",
        checked,
        lost,
        duplicated,
        reordered,
        damaged,
        broken,
        refused,
        examples.isEmpty() ? "" : " " + examples);
  }
}
