package dev.otter.turn.gateway;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The channels of a session: which peer is behind each, and at which place. Used on one thread. */
final class SessionChannels {

  private final Map<Integer, Channel> byNumber = new HashMap<>();
  private final Map<InetSocketAddress, Integer> ofPeer = new HashMap<>();

  /** A peer behind a channel, its place, and until when. */
  private record Channel(InetSocketAddress peer, int slot, long end) {}

  /** Does something with each channel. */
  @FunctionalInterface
  interface Visitor<T> {
    /** One channel's number, and its peer's place. */
    T visit(int number, int slot);
  }

  /** Whether a channel may lead to a peer: neither leads elsewhere, nor another one there. */
  boolean mayBind(int number, InetSocketAddress peer) {
    Channel bound = byNumber.get(number);
    Integer other = ofPeer.get(peer);
    return (bound == null || bound.peer.equals(peer)) && (other == null || other == number);
  }

  void bound(int number, InetSocketAddress peer, int slot, long end) {
    byNumber.put(number, new Channel(peer, slot, end));
    ofPeer.put(peer, number);
  }

  /** Forgets those whose time is over. */
  void expire(long now) {
    byNumber
        .values()
        .removeIf(channel -> channel.end - now <= 0 && ofPeer.remove(channel.peer) != null);
  }

  <T> List<T> each(Visitor<T> visitor) {
    return byNumber.entrySet().stream()
        .map(each -> visitor.visit(each.getKey(), each.getValue().slot))
        .toList();
  }

  /** The peer of each, as text. */
  Map<Integer, String> peers() {
    Map<Integer, String> peers = new TreeMap<>();
    byNumber.forEach((number, channel) -> peers.put(number, GatewayStore.text(channel.peer)));
    return peers;
  }
}
