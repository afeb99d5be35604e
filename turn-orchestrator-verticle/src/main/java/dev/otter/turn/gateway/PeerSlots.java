package dev.otter.turn.gateway;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Which peer of a session stands behind which of the gateway's inner addresses: a relay knows its
 * peers by those only. A peer that a channel leads to keeps its place for good, as the relay
 * remembers a channel for long; of the others the one unheard of for longest gives way. Used on one
 * thread.
 */
final class PeerSlots {

  /** How many peers a session has at most at a time. */
  static final int SIZE = 64;

  /** How many of them channels may lead to, so that there is always room for others. */
  static final int PINNED = 48;

  /** No place. */
  static final int NONE = -1;

  private final InetSocketAddress[] peers = new InetSocketAddress[SIZE];
  private final long[] usedAt = new long[SIZE];
  private final boolean[] pinned = new boolean[SIZE];
  private final Ingress[] ingress = new Ingress[SIZE];
  private final Map<InetSocketAddress, Integer> slots = new HashMap<>();
  private int pins;

  /** The peer at a place; null when there is none. */
  InetSocketAddress at(int slot) {
    return peers[slot];
  }

  /** By which node the peer at a place was heard last; null when it was not. */
  Ingress ingress(int slot) {
    return ingress[slot];
  }

  /** The peer at a place was heard. */
  void cameBy(int slot, Ingress by) {
    ingress[slot] = by;
  }

  /** The place of a peer, a new one if need be. */
  int take(InetSocketAddress peer, long nanos) {
    Integer known = slots.get(peer);
    int slot = known == null ? place(peer) : known;
    usedAt[slot] = nanos;
    return slot;
  }

  /**
   * The place of a peer that a channel leads to, for good.
   *
   * @return {@link #NONE} when channels have all that they may have
   */
  int pin(InetSocketAddress peer, long nanos) {
    Integer known = slots.get(peer);
    if (known != null && pinned[known]) {
      return known;
    }
    if (pins == PINNED) {
      return NONE;
    }
    int slot = take(peer, nanos);
    pinned[slot] = true;
    pins++;
    return slot;
  }

  private int place(InetSocketAddress peer) {
    int chosen = NONE;
    for (int i = 0; i < SIZE; i++) {
      if (peers[i] == null) {
        chosen = i;
        break;
      }
      if (!pinned[i] && (chosen == NONE || usedAt[i] - usedAt[chosen] < 0)) {
        chosen = i;
      }
    }
    if (peers[chosen] != null) {
      slots.remove(peers[chosen]);
    }
    peers[chosen] = peer;
    ingress[chosen] = null;
    slots.put(peer, chosen);
    return chosen;
  }
}
