package dev.otter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

/**
 * Two clients of {@code otter.v1} in one room, on two nodes, under a steady numbered load that
 * leaves room for a break of half a minute. They come back by themselves, to any node.
 */
public final class NumberedCall implements AutoCloseable {

  /** What a client keeps for a peer, 256 messages, then lasts for 38 s. */
  private static final int PERIOD_MS = 150;

  private final TestRoom room;
  private final V1Client first;
  private final V1Client second;
  private final NumberedLoad load;

  private NumberedCall(TestRoom room, V1Client first, V1Client second) {
    this.room = room;
    this.first = first;
    this.second = second;
    this.load = NumberedLoad.between(first, second, PERIOD_MS);
  }

  /** Makes a room on one node, and begins a call in it between two. */
  public static NumberedCall between(NetworkNode one, NetworkNode other, URI... all) {
    TestRoom room = one.api().createRoom();
    V1Client first = V1Client.join(one.base(), room).comeBackTo(all);
    V1Client second = V1Client.join(other.base(), room).comeBackTo(all);
    return new NumberedCall(room, first, second);
  }

  /** The one that was there first. */
  public V1Client first() {
    return first;
  }

  /** The one that came second. */
  public V1Client second() {
    return second;
  }

  /** The room. */
  public TestRoom room() {
    return room;
  }

  /** Waits until some more were sent each way. */
  public NumberedCall more(int messages) {
    load.more(messages);
    return this;
  }

  /**
   * Ends the load.
   *
   * @return how many each sent; all came, once, in order, and nobody was ever told that the other
   *     had left, or that something is missing
   */
  public int verified() {
    int sent = load.verified();
    for (V1Client each : new V1Client[] {first, second}) {
      assertThat(each.count("peer-left")).as("false departures").isZero();
      assertThat(each.count("resync")).as("holes").isZero();
    }
    return sent;
  }

  /** Who came back how often, and what that cost. */
  public String figures() {
    return "resumed %d+%d, duplicates dropped %d+%d, gaps asked for %d+%d"
        .formatted(
            first.count("resumed"),
            second.count("resumed"),
            first.duplicates(),
            second.duplicates(),
            first.gaps(),
            second.gaps());
  }

  @Override
  public void close() {
    load.close();
    first.close();
    second.close();
  }
}
